import { shortName } from "../model/person.ts";
import type { Environment, Policy } from "./types.ts";

/** The same person? Compared without case and surrounding space; nobody is the same as nobody. */
export function samePerson(left: string, right: string): boolean {
  const name = personKey(left);
  return name !== "" && name === personKey(right);
}

/** What one person's many spellings have in common. */
export function personKey(person: string): string {
  return person.trim().toLowerCase();
}

export function findEnvironment(policy: Policy, name: string): Environment | undefined {
  return policy.environments.find((environment) => environment.name === name);
}

/** May this person approve a request made by `requester`? The reason why not, in words for the line beside the button; empty when they may. */
export function approvalRefusal(environment: Environment, person: string, requester: string): string {
  if (personKey(person) === "") return "Git knows no user.email, so an approval would have no name";
  if (!environment.selfApproval && samePerson(person, requester)) return "you made this request; the policy asks for someone else";
  if (environment.approvers.length > 0 && !environment.approvers.some((approver) => samePerson(approver, person))) {
    return `the policy lets ${listPeople(environment.approvers)} approve`;
  }
  return "";
}

/** Who could approve a request of this person; `undefined` means anyone else (or anyone at all). */
export function possibleApprovers(environment: Environment, requester: string): readonly string[] | undefined {
  if (environment.approvers.length === 0) return undefined;
  if (environment.selfApproval) return environment.approvers;
  return environment.approvers.filter((approver) => !samePerson(approver, requester));
}

/** `ana`, `ana and bruno`, `5 people`. */
export function listPeople(people: readonly string[]): string {
  if (people.length > 2) return `${people.length} people`;
  return people.map(shortName).join(" and ");
}
