/** Environment in which Git knows `email` as the reader's `user.email`, whatever its configuration files say. */
export function gitIdentity(email: string): Record<string, string> {
  return { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.email", GIT_CONFIG_VALUE_0: email };
}
