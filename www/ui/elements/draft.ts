// What the text in the composer belongs to: nothing, a message that it answers, or an own message that it replaces.

import type { Message } from "../model/transcript";
import { words } from "../strings";
import type { Composer, Context } from "./composer";
import type { MessageAct } from "./message-actions";

/** A message that is being answered or changed. */
export interface About {
  act: Exclude<MessageAct, "remove">;
  message: Message;
}

/** How the composer shows it. */
export function contextOf(about: About | null, peer: string): Context | null {
  if (about === null) return null;
  const { act, message } = about;
  const name = message.from === "me" ? words.messages.you : peer;
  return {
    act,
    label: act === "edit" ? words.messages.changing : words.messages.answering({ name }),
    text: message.text,
  };
}

/** The part of a composer that a message is answered or changed in. */
type Field = Pick<Composer, "value" | "focus"> | null;

/** Begins to answer or change a message. */
export function begin(about: About, field: Field): About {
  // A masked value cannot be changed without being typed again: its placeholder stands for it.
  if (about.act === "edit" && field !== null) field.value = about.message.text;
  field?.focus();
  return about;
}

/** The text belongs to nothing again; what was there to be changed goes with it. */
export function cancel(about: About | null, field: Field): null {
  if (about?.act === "edit" && field !== null) field.value = "";
  return null;
}

/** The two peers' methods that writing needs. */
export interface Writer {
  send(text: string): void;
  edit(id: number, text: string): void;
  reply(to: { from: "me" | "peer"; id: number }, text: string): void;
}

/** Sends the text as what it is meant to be. */
export function give(text: string, about: About | null, writer: Writer): void {
  if (about === null) writer.send(text);
  else if (about.act === "edit") writer.edit(about.message.id, text);
  else writer.reply({ from: about.message.from, id: about.message.id }, text);
}
