import express from "express";
import { freeBoats } from "./boats/boats.js";
import { book } from "./boats/booking.js";

const PORT = 3000;
const app = express();
app.use(express.json());
app.use(express.static("dist/public"));

app.get("/api/boats", (request, response) => {
  response.json(freeBoats(String(request.query.day ?? "")));
});

app.post("/api/bookings", (request, response) => {
  const booking = book(request.body);
  response.status(booking ? 201 : 409).json(booking ?? { reason: "taken" });
});

app.get("/healthz", (_request, response) => {
  response.send("ok");
});

app.listen(PORT);
