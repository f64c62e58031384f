import type { Page } from "playwright-core";

const turnsOfTheWheel = 120;
/** px */
const wheel = 240;

/** From here on each frame is timed. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(`{
    window.frames = [];
    let last = performance.now();
    const next = (now) => { window.frames.push(now - last); last = now; requestAnimationFrame(next); };
    requestAnimationFrame(next);
  }`);
}

/** ms of each frame since `watchFrames`. */
export async function watchedFrames(page: Page): Promise<number[]> {
  return (await page.evaluate<number[]>("window.frames")).slice(1);
}

/** ms of every frame while the wheel goes down a table that fills the page, every third turn sideways, and back up. */
export async function scrolling(page: Page): Promise<number[]> {
  await page.mouse.move(640, 600);
  await watchFrames(page);
  for (let turn = 0; turn < turnsOfTheWheel; turn++)
    await page.mouse.wheel(turn % 3 === 2 ? wheel : 0, turn < turnsOfTheWheel / 2 ? wheel : -wheel);
  return watchedFrames(page);
}
