import { createFormat, type Rough } from "./format";
import type { Catalogue } from "./pt-BR";

const { count, percent, ordinal } = createFormat("en");

function plural(value: number, one: string, other: string): string {
  return `${count(value)} ${value === 1 ? one : other}`;
}

function timeLeft(left: Rough): string {
  switch (left.unit) {
    case "moment":
      return "less than a minute left";
    case "minutes":
      return left.value === 1 ? "about a minute left" : `about ${left.value} min left`;
    case "hours":
      return left.half ? `about ${left.value} and a half hours left` : `about ${left.value} h left`;
    default:
      return left satisfies never;
  }
}

export const en: Catalogue = {
  status: {
    queued: "In the queue",
    running: "Training",
    completed: "Completed",
    failed: "Failed",
    cancelled: "Cancelled",
  },
  cancelling: "Cancelling",
  phases: {
    queue: "Queue",
    preparing: "Prepare texts",
    training: "Train",
    evaluating: "Final exam",
    saving: "Save",
  },
  setbacks: {
    worker_lost: "The machine stopped answering. The training is back in the queue and will go on.",
    stood_still: "The training stood still. It is back in the queue and goes on from its last save point.",
    interrupted: "The machine was shut down. The training is back in the queue and will go on.",
    failed: "The last attempt failed. The training is back in the queue and will try again.",
  },
  logLevels: { debug: "detail", info: "information", warning: "warning", error: "error" },
  presets: { rapido: "Quick", equilibrado: "Balanced", preciso: "Thorough" },

  shell: {
    name: "Afina",
    skip: "Skip to content",
    navigation: "Main",
    menu: "Menu",
    closeMenu: "Close the menu",
    pages: {
      train: "Train a new model",
      runs: "My trainings",
      models: "Models",
      datasets: "Spreadsheets",
      compare: "Compare",
      machines: "Machines",
      presets: "Presets",
      administration: "Administration",
      help: "Help",
    },
    technicalArea: "Technical area",
    technical: "Show technical features",
    offline: "No contact with the server",
    offlineSince: (time) => `No contact with the server since ${time}`,
    release: (release) => `Afina ${release}`,
    language: "Language",
    scheme: "Theme",
    schemes: { auto: "Automatic theme", light: "Light theme", dark: "Dark theme" },
    signOut: "Sign out",
    account: "My account",
    bell: {
      title: "Notices",
      name: (count) => (count === 0 ? "Notices" : `Notices: ${count} new`),
      empty: "Nothing happened in the last 30 days.",
      new: "new",
      choose: "Choose the notices",
    },
    loading: "Loading…",
  },

  errors: {
    unreachable: "No answer from the server",
    unreachableDo: "The server may be off or the network down. Your trainings don't depend on this page.",
    broken: "The server could not answer",
    brokenDo: "The problem is on the server, not in what you did. Wait a little and try again.",
    refused: "The request was not accepted",
    refusedDo: "Ask whoever looks after Afina whether you may do this.",
    crashed: "This page stopped because of a fault of ours",
    crashedDo: "Your trainings were not affected. Reload the page to go on.",
    reload: "Reload the page",
    retry: "Try again",
    code: "Code for support:",
    stale: (time) => `No contact with the server. These data are from ${time}.`,
  },

  notFound: {
    title: "Page not found",
    lead: "This address leads to no page. It may have been copied halfway.",
    runTitle: "Training not found",
    runLead: "It doesn't exist or isn't yours. Check the address or look in the list.",
    toRuns: "See my trainings",
  },

  live: {
    done: (fraction) => `${percent(fraction)} done`,
    bar: "Progress of the training",
    starting: "Starting",
    round: (round, rounds) => `Round ${round} of ${rounds}`,
    left: timeLeft,
    leftGuess: (left) => `${timeLeft(left)}, going by earlier trainings`,
    estimating: "working out the time left",
    slower: "taking longer than expected",
    waiting: "Waiting for a free machine",
    place: (place) => `${ordinal(place)} in the queue`,
    tryingAgain: "The training is back in the queue and will try again.",
    attempt: (attempt) => `Attempt ${attempt}`,
    steps: "Steps of the training",
    stepDone: "done",
    stepNow: "in progress",
    stepLater: "not yet",
    close: "You can close this page. The training goes on, on the server.",
    silence: (minutes) =>
      `No news from the machine for ${plural(minutes, "minute", "minutes")}. The training may be going on; we are checking.`,
    memoryShortened: (tokens) =>
      `Not even one text fitted into memory. The training goes on with texts cut to ${count(tokens)} word pieces.`,
    memory: "The GPU ran short of memory. The training goes on in smaller pieces and may take longer.",
    cancelling: "The request to cancel was sent. The machine will stop in a moment.",
    links: {
      live: "Live",
      reconnecting: "Reconnecting…",
      polling: "Refreshing every 5 seconds",
    },
    title: (fraction, name) => `${percent(fraction)} · ${name}`,
  },

  cancel: {
    open: "Cancel the training",
    title: "Cancel this training?",
    body: "What was learned so far will be thrown away. The spreadsheet stays and you can train again.",
    keep: "Keep training",
    confirm: "Cancel the training",
  },

  chart: {
    hits: {
      name: "How often the model is right",
      done: "How it learned",
      now: (value) => `How often the model is right: ${value} of every 100`,
      best: (value, epoch) => `How it learned: it reached ${value} of every 100 in round ${epoch}`,
      stopped: (value) => `How often it was right when it stopped: ${value} of every 100`,
      picture: (rounds, from, to) =>
        `Chart of right answers over ${plural(rounds, "round", "rounds")}: it began at ${from} and is at ${to}.`,
    },
    f1: {
      name: "How much it finds and gets right (F1)",
      done: "How it learned",
      now: (value) => `How much it finds and gets right (F1): ${value} in 100`,
      best: (value, epoch) => `How it learned: it reached an F1 of ${value} in 100 in round ${epoch}`,
      stopped: (value) => `How much it found and got right (F1) when it stopped: ${value} in 100`,
      picture: (rounds, from, to) =>
        `Chart of F1 over ${plural(rounds, "round", "rounds")}: it began at ${from} and is at ${to}.`,
    },
    hitsEmpty: "The first point appears at the end of the first round.",
    errorPicture: (rounds, from, to) =>
      `Chart of the training error over ${plural(rounds, "round", "rounds")}: it began at ${from} and is at ${to}.`,
    rounds: "rounds",
    error: "See the training error too",
    errorTitle: "Training error",
    errorHelp: "Lower is better. If the exam's error rises while the training's falls, it began to memorise.",
    learning: "while training",
    exam: "in the exam",
    table: "See the numbers as a table",
    caption: "Numbers of each round",
    columns: {
      round: "Round",
      exam: "Right in the exam",
      learning: "Right while training",
      balance: "Balance between categories",
      examError: "Error in the exam",
      learningError: "Error while training",
      duration: "Duration",
    },
    ofEntities: {
      exam: "F1 in the exam",
      learning: "Words right while training",
      balance: "Mean F1 of the types",
    },
    ofAnswers: {
      exam: "Exact answers in the exam",
      learning: "Exact answers while training",
      balance: "Words in common (F1)",
    },
    best: "best",
  },

  tips: {
    title: "Did you know?",
    next: "Another tip",
    pause: "Stop the tips",
    resume: "Go through the tips",
    items: [
      "Each round is one full reading of your examples. By the second, the model recognises patterns.",
      "It's normal for the figure to go up and down at first. The trend is what counts.",
      "Some of your examples are kept for the exam. The model never studies them.",
      "When the figure stops improving for a few rounds, the training ends by itself.",
      "Categories with few examples are wrong most often. Adding examples usually helps more than training longer.",
    ],
  },

  again: {
    title: "Train again",
    body: (seed) =>
      `Uses the same spreadsheet, the same settings and the same seed (${seed}). On the same machine, the result should be the same.`,
    submit: "Train again",
  },

  ended: {
    failed: "The training did not finish",
    failedReading: "Finding out what happened…",
    cancelled: "This training was cancelled",
    cancelledBody: "No model was saved. The spreadsheet is still kept.",
    cancelledKept: "The best model so far was kept on the computer that trained it.",
    cancelledAfter: (epochs) => `It stopped after ${plural(epochs, "round", "rounds")}.`,
    noReport: "The result is still being written. It will appear here in a moment.",
  },

  run: {
    title: "Training",
    rename: "Change the name",
  },

  facts: {
    sheet: "Spreadsheet",
    preset: "Way of training",
    asked: "Asked for",
    started: "Started",
    finished: "Finished",
    duration: "Duration",
    machine: "Machine",
    repeats: "Repeats",
    retries: "Tries again",
    repeated: "an earlier training",
    expected: "Expected, all rounds",
  },

  technical: {
    title: "Technical details",
    none: "–",
    events: "What happened",
    logs: "Training log",
    logsEmpty: "No lines yet.",
    logsNone: "No lines were kept.",
    logsRegion: "Lines of the log",
  },

  announce: {
    progress: (fraction) => `${percent(fraction)} done.`,
    round: (round, rounds, hits) => `Round ${round} of ${rounds} done. Right answers: ${hits} of every 100.`,
    roundByF1: (round, rounds, f1) => `Round ${round} of ${rounds} done. F1: ${f1} in 100.`,
    completed: (name) => `Training “${name}” completed.`,
    failed: (name) => `Training “${name}” failed.`,
    cancelled: (name) => `Training “${name}” was cancelled.`,
    started: (name) => `Training “${name}” started.`,
    offline: "No contact with the server.",
  },
};
