let presses = 0;
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => presses++, { capture: true });

/**
 * Says later whether the person has done anything since: what was asked for by a press, and comes after the next one, must not open over what is done now.
 */
export function sinceThisPress(): () => boolean {
  const then = presses;
  return () => presses !== then;
}
