/** The first start. */
export const start = {
  "start.question": "Who do you want to reach?",
  "start.answer":
    "Build a segment by dragging conditions together and see exactly how many people match. Everything stays on this computer.",
  "start.sample": "Explore with sample data",
  "start.sampleText":
    "A made-up online-security business: {people, number} people, what they did in 18 months, and segments to take apart.",
  "start.openSample": "Open the sample workspace",
  "start.openingSample": "Opening the sample workspace…",
  "start.enter": "Enter",
  "start.import": "Import your files",
  "start.importText":
    "People, events or properties that your tools export. You see what each column becomes before anything is written.",
  "start.drop": "Drop files anywhere on this window",
  "start.formats": "CSV, TSV, JSON Lines, also gzipped",
  "start.choose": "Choose files",
  "start.recent": "Or open a workspace:",
  "start.other": "Other file…",
  "start.everyone": "Everyone",
  "start.stepPlan": "plan is not free",
  "start.stepSignedIn": "signed in at least 3 times",
  "start.stepMail": "opened an e-mail",
  "start.stepCart": "put something in the cart",
} as const;
