// Registers the chat, and the shared elements with it.

import { define } from "../ui/define";
import { ChatView } from "./chat-view";

define("hw-chat", ChatView);
