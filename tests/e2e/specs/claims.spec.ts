// What only the user can know: whether a stage that ran again left the same files.

import { expect, test } from "./workbench";

/** The line of the first project that copies what the builder stage installed. */
const COPY_INSTALLED = 15;

test("the user says that a stage left the same files: what copies them is cached, until it is taken back", async ({
  workbench,
  page,
}) => {
  await workbench.build();
  await workbench.openFile("requirements.txt");
  await workbench.append("requirements.txt", "# a comment, which installs nothing");
  await workbench.tab("Dockerfile");
  await workbench.row(COPY_INSTALLED).click();
  const claim = page.getByRole("checkbox", { name: "They come out as before" });
  await claim.check();
  await expect.poll(() => workbench.linesThat("cached")).toContain(COPY_INSTALLED);
  await expect(page.getByRole("tabpanel", { name: "Explain" })).toContainText("came out the same");
  await claim.uncheck();
  await expect.poll(() => workbench.linesThat("runs")).toContain(COPY_INSTALLED);
});
