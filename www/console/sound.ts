// Two soft tones: one for a message, two for somebody who waits. Made here, so that no file is loaded.

const TONES = { message: [660], waiting: [660, 880] } as const;
const TONE_SECONDS = 0.14;
const LOUDNESS = 0.06;

let context: AudioContext | null = null;

/** Plays it; silently nothing where the browser has no sound, or does not allow it before the first click. */
export function play(what: keyof typeof TONES): void {
  try {
    context ??= new AudioContext();
    const { currentTime, destination } = context;
    for (const [nth, pitch] of TONES[what].entries()) {
      const from = currentTime + nth * TONE_SECONDS;
      const tone = new OscillatorNode(context, { frequency: pitch });
      const loudness = new GainNode(context, { gain: 0 });
      loudness.gain.setValueAtTime(0, from);
      loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.015);
      loudness.gain.exponentialRampToValueAtTime(0.0001, from + TONE_SECONDS);
      tone.connect(loudness).connect(destination);
      tone.start(from);
      tone.stop(from + TONE_SECONDS);
    }
  } catch {
    // A page without sound says it all the same.
  }
}
