// Registers the console's elements, and the shared ones with them.

import { define } from "../ui/define";
import { AskForm } from "./ask-form";
import { ConsoleView } from "./console-view";
import { Details } from "./details";
import { Enrol } from "./enrol";
import { LanguageMenu } from "./language-menu";
import { Pane } from "./pane";
import { Shortcuts } from "./shortcuts";

define("hw-console", ConsoleView);
define("hw-details", Details);
define("hw-enrol", Enrol);
define("hw-language-menu", LanguageMenu);
define("hw-ask-form", AskForm);
define("hw-pane", Pane);
define("hw-shortcuts", Shortcuts);
