// The messages between an embed and the page that holds it. docs/embedding.md describes them; both sides read them here.
//
// Whatever comes in is data of strangers. Only the fields that are known are read, each is checked, and new objects are made
// of them: nothing that came in is handed on or merged into anything.

/** The version of the dialect: the value of `layerlab` in each message. */
const VERSION = 1;
/** A text in a message is cut here. */
const LONGEST_TEXT = 200;

/** What the embed is as high as, in CSS pixels. */
export interface HeightMessage {
  type: "height";
  height: number;
}

/** The embed can be used. */
export interface ReadyMessage {
  type: "ready";
}

/** The reader built. */
export interface BuiltMessage {
  type: "built";
  /** Number of the build, from 1. */
  build: number;
  /** Steps that ran. */
  stepsRun: number;
  /** Steps that came from the cache. */
  stepsCached: number;
  /** Unpacked size of the image; 0 if there is none. */
  bytes: number;
  /** Time that the build would take. */
  seconds: number;
  failed: boolean;
}

/** More goals of a lesson are met than before. */
export interface GoalMessage {
  type: "goal";
  /** The id of the lesson. */
  lesson: string;
  /** How many are met. */
  met: number;
  goals: number;
  /** All of them are. */
  done: boolean;
}

/** From the embed to the page that holds it. */
export type FromEmbed = HeightMessage | ReadyMessage | BuiltMessage | GoalMessage;

/** From the page that holds it to the embed: a theme, or the wish to hear the height again. */
export type ToEmbed = { type: "hello" } | { type: "theme"; theme: Theme };

export type Theme = "auto" | "light" | "dark";

/** A field that the object has itself. */
function own(data: object, name: string): unknown {
  return Object.prototype.hasOwnProperty.call(data, name) ? (data as Record<string, unknown>)[name] : undefined;
}

function object(data: unknown): object | null {
  const known = typeof data === "object" && data !== null && !Array.isArray(data);
  return known && own(data, "layerlab") === VERSION ? data : null;
}

/** A whole number from 0 that can be counted exactly. */
function count(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function built(data: object): BuiltMessage | null {
  const build = count(own(data, "build"));
  const stepsRun = count(own(data, "stepsRun"));
  const stepsCached = count(own(data, "stepsCached"));
  const bytes = count(own(data, "bytes"));
  const seconds = own(data, "seconds");
  const failed = own(data, "failed");
  if (build === null || stepsRun === null || stepsCached === null || bytes === null) return null;
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds < Infinity) || typeof failed !== "boolean") return null;
  return { type: "built", build, stepsRun, stepsCached, bytes, seconds, failed };
}

function goal(data: object): GoalMessage | null {
  const lesson = own(data, "lesson");
  const met = count(own(data, "met"));
  const goals = count(own(data, "goals"));
  const done = own(data, "done");
  if (typeof lesson !== "string" || lesson.length > LONGEST_TEXT || met === null || goals === null) return null;
  if (typeof done !== "boolean" || met > goals || done !== (met === goals)) return null;
  return { type: "goal", lesson, met, goals, done };
}

/** What an embed says; null if it is nothing that an embed says. */
export function readFromEmbed(data: unknown): FromEmbed | null {
  const message = object(data);
  if (message === null) return null;
  switch (own(message, "type")) {
    case "height": {
      const height = own(message, "height");
      return typeof height === "number" && height > 0 && height < Infinity ? { type: "height", height } : null;
    }
    case "ready":
      return { type: "ready" };
    case "built":
      return built(message);
    case "goal":
      return goal(message);
    default:
      return null;
  }
}

/** What a page says to its embed; null if it is nothing that a page says. */
export function readToEmbed(data: unknown): ToEmbed | null {
  const message = object(data);
  if (message === null) return null;
  const type = own(message, "type");
  if (type === "hello") return { type };
  const theme = own(message, "theme");
  const known = theme === "auto" || theme === "light" || theme === "dark";
  return type === "theme" && known ? { type, theme } : null;
}

/** The message as it is sent. */
export function sent<Message extends FromEmbed | ToEmbed>(message: Message): Message & { layerlab: number } {
  return { layerlab: VERSION, ...message };
}
