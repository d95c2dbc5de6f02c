// Puts another page into the place of the one that is there, as single-page sites do.
const pages = {
  one: "FROM alpine:3.20\nRUN echo one\n",
  two: "FROM alpine:3.20\nRUN echo two\nRUN echo more\n",
  none: null,
};

for (const button of document.querySelectorAll("[data-page]")) {
  button.addEventListener("click", () => {
    const text = pages[button.dataset.page];
    const main = document.getElementById("main");
    main.replaceChildren();
    if (text === null) return;
    const block = document.createElement("pre");
    const code = document.createElement("code");
    code.className = "language-dockerfile";
    code.dataset.layerlab = "start=build";
    code.textContent = text;
    block.append(code);
    main.append(block);
  });
}
