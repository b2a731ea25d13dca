// What two people do with widget and console, by the names that a screen reader tells them.

/** A customer in the shop. */
export class Customer {
  constructor(page) {
    this.page = page;
  }

  static async in(stage, options) {
    return new Customer(await stage.shop("customer", options));
  }

  /** Opens the chat and has a place to write in. */
  async opensChat() {
    await this.opens();
    await this.composer.waitFor();
  }

  /** Opens the window by keyboard: its button is the last thing on the page, in a shadow root that nobody can look into. */
  async opens() {
    await this.page.locator("hushwire-launcher").waitFor({ state: "attached" });
    const framed = this.page.waitForEvent("framenavigated", (frame) => frame !== this.page.mainFrame());
    await this.page.keyboard.press("Shift+Tab");
    await this.page.keyboard.press("Enter");
    this.chat = await framed;
  }

  get composer() {
    return this.chat.getByRole("textbox", { name: "Your message" });
  }

  /** The bubble of a message with this text, from anybody. */
  message(text) {
    return bubble(this.chat, text);
  }

  async writes(text) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** The texts on the screen, oldest first. */
  reads() {
    return texts(this.chat);
  }
}

/** A technician at the console. */
export class Technician {
  constructor(page) {
    this.page = page;
  }

  static async at(stage, options) {
    return new Technician(await stage.console("technician", options));
  }

  /** Takes whoever waits longest, as soon as somebody does. */
  async takesTheNext() {
    await this.page.getByRole("button", { name: /^Take customer 1\b/ }).click();
    await this.composer.waitFor();
  }

  get composer() {
    return this.page.getByRole("textbox", { name: "Your message" });
  }

  message(text) {
    return bubble(this.page, text);
  }

  async writes(text) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  reads() {
    return texts(this.page);
  }
}

/** Everything that a page or frame holds as text, open shadow roots and fields included. */
export function everything(place) {
  return place.evaluate(() => {
    const inside = (node) => {
      const parts = [node.nodeValue ?? "", node.value ?? "", ...[...(node.attributes ?? [])].map(({ value }) => value)];
      return [...parts, ...[...node.childNodes, ...(node.shadowRoot?.childNodes ?? [])].map(inside)].join(" ");
    };
    return inside(document);
  });
}

function bubble(place, text) {
  return place.getByRole("log", { name: "Conversation" }).locator(".bubble").filter({ hasText: text });
}

function texts(place) {
  return place.getByRole("log", { name: "Conversation" }).locator(".bubble").allTextContents();
}
