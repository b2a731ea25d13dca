// The few words the loader needs in the host's page; apart, so that the loader stays tiny.

export const launcher = {
  open: "Chat with support",
  close: "Close the chat",
  unread: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  frame: "Support chat",
  broken: "The chat was not started: its code could not be loaded, or is not the code this page pins.",
};
