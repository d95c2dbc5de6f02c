const KEY = "basket";

export function read() {
  return JSON.parse(localStorage.getItem(KEY) ?? "[]");
}

export function add(product) {
  const basket = read();
  basket.push(product);
  localStorage.setItem(KEY, JSON.stringify(basket));
}
