// How high a frame is made when the embed in it says how high it is.

/** Heights that a frame may have, in CSS pixels: no embed makes the page that holds it unusable. */
export const LOWEST = 120;
export const HIGHEST = 2_000;

/** A frame that becomes lower more often than this within a second goes up and down by itself, and stays as high as it is. */
const MOST_SHRINKS = 5;
const WINDOW_MS = 1_000;

export class Heights {
  private now = 0;
  private shrinks = 0;
  private since = -Infinity;

  /** The height to set; null if it stays. `time` is in milliseconds and only grows. */
  next(wanted: number, time: number): number | null {
    const height = Math.min(Math.max(Math.ceil(wanted), LOWEST), HIGHEST);
    if (height === this.now) return null;
    if (height < this.now) {
      if (time - this.since > WINDOW_MS) {
        this.since = time;
        this.shrinks = 0;
      }
      if (++this.shrinks > MOST_SHRINKS) return null;
    }
    this.now = height;
    return height;
  }
}
