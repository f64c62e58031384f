import * as vscode from "vscode";
import { plainText } from "#client/core/plainText.ts";

/** A button of a notification and what a press does. */
export interface Action {
  readonly label: string;
  readonly run: () => unknown;
}

/** Says what the person's own act led to. Does not wait for a press. */
export function inform(message: string, actions: readonly Action[] = []): void {
  void vscode.window
    .showInformationMessage(plainText(message), ...actions.map(({ label }) => label))
    .then((label) => runAction(actions, label));
}

export function showWarning(message: string, actions: readonly Action[] = []): void {
  void vscode.window
    .showWarningMessage(plainText(message), ...actions.map(({ label }) => label))
    .then((label) => runAction(actions, label));
}

export function showError(message: string, actions: readonly Action[] = []): void {
  void vscode.window.showErrorMessage(plainText(message), ...actions.map(({ label }) => label)).then((label) => runAction(actions, label));
}

function runAction(actions: readonly Action[], label: string | undefined): unknown {
  return actions.find((action) => action.label === label)?.run();
}

/** A line of a quick pick; `value` comes back. */
export interface Choice<T> {
  readonly label: string;
  readonly description: string;
  /** A line of its own below. */
  readonly detail?: string;
  readonly value: T;
}

/** `staysOpen`: while the person looks for something elsewhere, a token in a browser. Absent when cancelled. */
export async function pickOne<T>(
  title: string,
  placeHolder: string,
  choices: Promise<readonly Choice<T>[]>,
  { staysOpen = false } = {},
): Promise<T | undefined> {
  const picked = await vscode.window.showQuickPick<ValueItem<T>>(choices.then(asItems), {
    title: plainText(title),
    placeHolder: plainText(placeHolder),
    matchOnDescription: true,
    ignoreFocusOut: staysOpen,
  });
  return picked?.value;
}

/** Choices under a heading. */
export interface ChoiceGroup<T> {
  readonly heading: string;
  readonly choices: readonly Choice<T>[];
}

/** A button on the lines that `isFor` names; after a press the list is shown without the line. */
export interface ChoiceButton<T> {
  readonly icon: string;
  readonly tooltip: string;
  readonly isFor: (value: T) => boolean;
  readonly press: (value: T) => unknown;
}

/** One of several groups; groups without choices are left out. Absent when cancelled. */
export function pickFromGroups<T>(
  title: string,
  placeHolder: string,
  groups: readonly ChoiceGroup<T>[],
  button: ChoiceButton<T>,
): Promise<T | undefined> {
  const list = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value?: T }>();
  const buttons = [{ iconPath: new vscode.ThemeIcon(button.icon), tooltip: plainText(button.tooltip) }];
  list.title = plainText(title);
  list.placeholder = plainText(placeHolder);
  list.matchOnDescription = true;
  list.items = groups
    .filter(({ choices }) => choices.length > 0)
    .flatMap(({ heading, choices }) => [
      { label: plainText(heading), kind: vscode.QuickPickItemKind.Separator },
      ...asItems(choices).map((item) => (button.isFor(item.value) ? { ...item, buttons } : item)),
    ]);
  list.onDidTriggerItemButton(({ item }) => {
    if (item.value !== undefined) button.press(item.value);
    list.items = list.items.filter((other) => other !== item);
  });
  return pressed(list, (take) => take(list.selectedItems[0]?.value));
}

/** Shows a list, and gives what `onAccept` takes at Enter; absent when cancelled. What takes nothing leaves the list open. */
function pressed<T>(
  list: vscode.QuickPick<vscode.QuickPickItem>,
  onAccept: (take: (value: T | undefined) => void) => void,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    list.onDidAccept(() =>
      onAccept((value) => {
        resolve(value);
        list.hide();
      }),
    );
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/** Absent when cancelled. */
export async function pickMany<T>(
  title: string,
  placeHolder: string,
  choices: Promise<readonly Choice<T>[]>,
): Promise<readonly T[] | undefined> {
  const picked = await vscode.window.showQuickPick<ValueItem<T>>(choices.then(asItems), {
    title: plainText(title),
    placeHolder: plainText(placeHolder),
    matchOnDescription: true,
    canPickMany: true,
  });
  return picked?.map(({ value }) => value);
}

type ValueItem<T> = vscode.QuickPickItem & { readonly value: T };

function asItems<T>(choices: readonly Choice<T>[]): readonly ValueItem<T>[] {
  return choices.map(({ label, description, detail, value }) => ({
    label: plainText(label),
    description: plainText(description),
    ...(detail === undefined ? {} : { detail: plainText(detail) }),
    value,
  }));
}

export interface InputOptions {
  readonly title: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** What is wrong with the text; absent when it is fine. */
  readonly validate?: (text: string) => Promise<string | undefined> | string | undefined;
}

/** Absent when cancelled. */
export async function askText(options: InputOptions): Promise<string | undefined> {
  const { validate, title, prompt, ...rest } = options;
  return vscode.window.showInputBox({
    ...rest,
    title: plainText(title),
    prompt: plainText(prompt),
    ignoreFocusOut: true,
    ...(validate === undefined ? {} : { validateInput: (text: string) => validate(text) }),
  });
}

export interface PickOrTypeOptions {
  readonly title: string;
  readonly placeHolder: string;
  readonly choices: readonly Choice<string>[];
  /** The line that takes what was typed: `Set to “risk”`. */
  readonly typed: (text: string) => string;
  /** What is wrong with a text; absent when it is fine. */
  readonly validate: (text: string) => string | undefined;
}

/** One of the choices, or what is typed in their place. Absent when cancelled. */
export function pickOrType({ title, placeHolder, choices, typed, validate }: PickOrTypeOptions): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick<ValueItem<string>>();
  const known = asItems(choices);
  const draw = (text: string): void => {
    if (choices.some(({ value }) => value === text)) {
      pick.items = known;
      return;
    }
    const problem = validate(text);
    const own = { label: plainText(problem ?? typed(text)), value: text, alwaysShow: true };
    // A text that may not be empty is not asked for with a complaint.
    pick.items = text === "" && problem !== undefined ? known : [own, ...known];
  };
  Object.assign(pick, { title: plainText(title), placeholder: plainText(placeHolder), matchOnDescription: true, ignoreFocusOut: true });
  draw("");
  pick.onDidChangeValue(draw);
  return pressed(pick, (take) => {
    const [chosen] = pick.selectedItems;
    // Who types quickly is ahead of the list: what stands in the field counts, unless one of the choices was gone to.
    const isChoice = chosen !== undefined && known.includes(chosen);
    const text = isChoice ? chosen.value : pick.value;
    if (isChoice || validate(text) === undefined) take(text);
  });
}

/** Work in steps: how far it is stands at the bottom of the window, or, where it can be stopped, in a notification with a way to. */
export async function inSteps<T>(
  title: string,
  canStop: boolean,
  work: (step: (done: number, all: number) => void, isStopped: () => boolean) => Promise<T>,
): Promise<T> {
  const location = canStop ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window;
  return vscode.window.withProgress({ location, title: plainText(title), cancellable: canStop }, (progress, token) => {
    let before = 0;
    return work(
      (done, all) => {
        progress.report({ increment: ((done - before) / all) * 100, message: `${done} / ${all}` });
        before = done;
      },
      () => token.isCancellationRequested,
    );
  });
}

/** Says something in passing, at the bottom of the window. */
export function mention(message: string): void {
  vscode.window.setStatusBarMessage(plainText(message), 4000);
}

/** Says at the bottom of the window what is waited for. */
export function inProgress<T>(title: string, work: () => Promise<T>): Promise<T> {
  return Promise.resolve(vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: plainText(title) }, work));
}

/** Copies, and says so where it is seen without stealing attention. */
export async function copyToClipboard(text: string, said: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(plainText(said), 3000);
}

export async function openExternal(url: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

/** What commands say and ask, as they are given it: a test gives its own. */
export interface Dialogs {
  readonly inform: typeof inform;
  readonly showWarning: typeof showWarning;
  readonly showError: typeof showError;
  readonly mention: typeof mention;
  readonly askText: typeof askText;
  readonly pickOne: typeof pickOne;
  readonly pickFromGroups: typeof pickFromGroups;
  readonly pickOrType: typeof pickOrType;
  readonly inSteps: typeof inSteps;
}
export const windowDialogs: Dialogs = { pickFromGroups, inform, showWarning, showError, mention, askText, pickOne, pickOrType, inSteps };
