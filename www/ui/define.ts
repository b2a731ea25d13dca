// Importing a class has no side effect; importing this file registers the shared elements.

import { Ask } from "./elements/ask";
import { Composer } from "./elements/composer";
import { Confirm } from "./elements/confirm";
import { LinkSheet } from "./elements/link-sheet";
import { Messages } from "./elements/messages";
import { Notice } from "./elements/notice";
import { Rating } from "./elements/rating";
import { Trust } from "./elements/trust";

/** Registers an element, unless a second copy of this code was first. */
export function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element);
}

define("hw-ask", Ask);
define("hw-composer", Composer);
define("hw-confirm", Confirm);
define("hw-link-sheet", LinkSheet);
define("hw-messages", Messages);
define("hw-notice", Notice);
define("hw-rating", Rating);
define("hw-trust", Trust);
