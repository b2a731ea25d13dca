// What people call the kinds of the masker (DESIGN.md, section 6). [one, several]

export const kinds: Record<string, [one: string, several: string]> = {
  "credit-card": ["card number", "card numbers"],
  "card-expiry": ["card expiry date", "card expiry dates"],
  "card-security-code": ["card security code", "card security codes"],
  iban: ["IBAN", "IBANs"],
  "bank-account": ["bank account number", "bank account numbers"],
  "routing-number": ["routing number", "routing numbers"],
  "crypto-wallet": ["wallet address", "wallet addresses"],
  email: ["e-mail address", "e-mail addresses"],
  phone: ["phone number", "phone numbers"],
  person: ["name", "names"],
  address: ["postal address", "postal addresses"],
  location: ["place", "places"],
  date: ["date", "dates"],
  "date-of-birth": ["date of birth", "dates of birth"],
  age: ["age", "ages"],
  url: ["link", "links"],
  "url-credentials": ["link with a password", "links with a password"],
  "ip-address": ["IP address", "IP addresses"],
  "mac-address": ["MAC address", "MAC addresses"],
  "device-id": ["device number", "device numbers"],
  password: ["password", "passwords"],
  pin: ["PIN", "PINs"],
  "one-time-code": ["one-time code", "one-time codes"],
  secret: ["secret key", "secret keys"],
  "national-id": ["national ID", "national IDs"],
  "tax-id": ["tax number", "tax numbers"],
  "business-id": ["company number", "company numbers"],
  passport: ["passport number", "passport numbers"],
  "driver-license": ["driving licence number", "driving licence numbers"],
  "health-id": ["health insurance number", "health insurance numbers"],
  health: ["health detail", "health details"],
  "vehicle-id": ["vehicle number", "vehicle numbers"],
  "license-plate": ["number plate", "number plates"],
  username: ["user name", "user names"],
  coordinates: ["position", "positions"],
};

/** "1 card number", "2 card numbers"; a kind this build does not know is shown by its own name. */
export function countOfKind(kind: string, count: number): string {
  const [one, several] = kinds[kind] ?? [kind.replaceAll("-", " "), kind.replaceAll("-", " ")];
  return `${count} ${count === 1 ? one : several}`;
}

/** "card number". */
export function nameOfKind(kind: string): string {
  return kinds[kind]?.[0] ?? kind.replaceAll("-", " ");
}
