// Registers the console's elements, and the shared ones with them.

import { define } from "../ui/define";
import { AskForm } from "./ask-form";
import { ConsoleView } from "./console-view";
import { DeskComposer } from "./desk-composer";
import { Details } from "./details";
import { Enrol } from "./enrol";
import { InviteSheet } from "./invite-sheet";
import { LanguageMenu } from "./language-menu";
import { Overview } from "./overview";
import { Pane } from "./pane";
import { Settings } from "./settings";
import { Shortcuts } from "./shortcuts";

define("hw-console", ConsoleView);
define("hw-desk-composer", DeskComposer);
define("hw-details", Details);
define("hw-enrol", Enrol);
define("hw-invite-sheet", InviteSheet);
define("hw-language-menu", LanguageMenu);
define("hw-ask-form", AskForm);
define("hw-overview", Overview);
define("hw-pane", Pane);
define("hw-settings", Settings);
define("hw-shortcuts", Shortcuts);
