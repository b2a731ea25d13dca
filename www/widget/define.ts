// Registers the chat, and the shared elements with it.

import { define } from "../ui/define";
import { ChatView } from "./chat-view";
import { Pin } from "./pin";

define("hw-pin", Pin);
define("hw-chat", ChatView);
