import { arrival } from "./arrival.js"
import { asked } from "./asked.js"
import { ballot } from "./ballot.js"
import { board } from "./board.js"
import { clerk } from "./clerk.js"
import { closure } from "./closure.js"
import { courses } from "./courses.js"
import { feeds } from "./feeds.js"
import { flexible } from "./flexible.js"
import { had } from "./had.js"
import { joining } from "./joining.js"
import { linking } from "./linking.js"
import { membership } from "./membership.js"
import { picker } from "./picker.js"
import { called, plurals } from "./plural.js"
import { requests } from "./requests.js"
import { rules } from "./rules.js"
import { shows } from "./shows.js"
import { waitlist } from "./waitlist.js"
import { whatIf } from "./what-if.js"
import type { Words } from "./words.js"

const n = plurals("en-GB")
const hours = (count: number) => n(count, { one: "hour", other: "hours" })
const minutes = (count: number) => n(count, { one: "minute", other: "minutes" })

export const en = {
  name: "English",
  date: {
    full: ({ weekday, day, month, year }) => `${weekday}, ${day} ${month} ${year}`,
    long: ({ weekday, day, month }) => `${weekday}, ${day} ${month}`,
    short: ({ weekdayShort, day, monthShort }) => `${weekdayShort} ${day} ${monthShort}`,
  },
  today: "Today",
  tomorrow: "Tomorrow",
  timeOn: (time, weekday) => `${time} ${weekday}`,
  nextDay: (time) => `${time} (next day)`,
  dayTime: (day, time) => `${day}, ${time}`,
  length: (h, m) => [h > 0 || m === 0 ? hours(h) : "", m > 0 ? minutes(m) : ""].filter(Boolean).join(" "),
  lengthShort: (h, m) => [h > 0 ? `${h} h` : "", m > 0 || h === 0 ? `${m} min` : ""].filter(Boolean).join(" "),
  hosts: (count) => n(count, { one: "host", other: "hosts" }),
  upToHosts: (count) => `up to ${n(count, { one: "host", other: "hosts" })}`,
  sized: (name, hosts) => `${name} (${hosts})`,
  sessions: (count) => n(count, { one: "session", other: "sessions" }),
  dot: " · ",
  comma: ", ",
  monthYear: (month, year) => `${month} ${year}`,

  label: {
    confirm: "Confirm",
    change: "Change",
    cancel: "Cancel",
    back: "Back",
    book: "Book a room",
    bookAnother: "Book another",
    free: "What's free",
    mine: "My bookings",
    hours: "Hours left",
    language: "Language",
    help: "Help",
    move: "Move",
    extend: "Extend",
    cancelBooking: "Cancel booking",
    yesCancel: "Yes, cancel it",
    keep: "Keep it",
    otherDay: "Another day",
    otherTime: "Another time",
    otherRoom: "Another room",
    day: "Day",
    time: "Time",
    length: "Length",
    room: "Room",
    hosts: "Hosts",
    gear: "Gear",
    anyRoom: "Any room that fits",
    noneOfThese: "None of these",
    calendar: "Calendar",
    quarters: "Every 15 minutes",
    hoursOnly: "Full hours only",
    noGear: "No gear",
    done: "Done",
    earlier: "Day before",
    later: "Day after",
    more: "More",
    today: "Today",
    details: "Details",
    home: "Menu",
    late: "Running late",
    send: "Send",
    refresh: "Refresh",
    quietOn: "Quiet hours on",
    quietOff: "No quiet hours",
    reminders: "Reminders",
  },
  likeLast: (what) => `Like last time: ${what}`,
  command: {
    book: "Book a room",
    free: "See what's free",
    mybookings: "Your bookings: move, extend, cancel",
    cancel: "Cancel a booking",
    calendar: "Your bookings in your own calendar",
    hours: "Hours left this month",
    reminders: "Your reminders: when, and quiet hours",
    language: "Change the language",
    help: "What I can do",
    start: "Start here, or join with a code",
    join: "Join with an invitation code",
    today: "Staff: today's sessions",
    digest: "Staff: the daily digest in this chat",
    broadcast: "Staff: a message to everyone, or to those booked",
  },

  stranger: (centre) => [
    `Hello, this is the front desk of ${centre}. I book broadcast rooms for members.`,
    "Have an invitation code? Write: join CODE",
    "No code yet? Write: request YOUR SHOP'S NAME, and I'll ask the centre's staff.",
  ],
  badCode:
    "That code doesn't work. Each code can be used once and expires after a while. Please check it, or ask the centre's staff for a new one.",
  tooManyTries: (until) => `That was too many tries. Please wait until ${until}, then try again.`,
  joined: (name, member) =>
    member
      ? `Welcome${called(name)}. You can now book for ${member}.`
      : `Welcome${called(name)}. You're now part of the centre's staff.`,
  alreadyIn: (name) => `You're already in${called(name)}. No code needed.`,
  welcome: (name) => `Hello${called(name, " ")}. What would you like to do?`,
  actingFor: (member) => `You're booking for ${member}.`,
  whose: (member) => `For ${member}`,
  switchTo: (member) => `Book for ${member}`,
  help: [
    "Tell me in one sentence what you need, or use the buttons.",
    "For example:",
    "Studio 2 tomorrow 3-5pm, 2 hosts",
    "what's free on Friday evening?",
    "move my 3pm to 5pm",
    "cancel tomorrow's session",
  ],
  helpStaff: [
    "For staff:",
    "/today shows today's sessions",
    "/digest here 09:00 sends the daily digest to this chat, /digest off stops it",
    "/broadcast everyone: TEXT writes to everyone; today, tomorrow or a time instead of everyone: to those booked then",
    "/course NAME Friday 15:00 puts on a course; /ballot opens a draw for a campaign day",
  ],

  askDay: "Which day?",
  askDayMove: (what) => `${what}: move it to which day?`,
  askMonth: "Pick a date.",
  askTime: (day) => `${day}: when should it start?`,
  orWriteTime: "These are free. You can also write a time, like 15:15.",
  noTimes: (day) => `${day}: nothing suitable is free. Another day?`,
  askLength: (from) => `From ${from}: for how long?`,
  noLength: (from) => `Nothing is free from ${from} any more. Another time?`,
  orWriteLength: "You can also write it, like 2h or 90 min.",
  askRoom: "Which room? These are free then.",
  askHosts: "How many hosts will be on air?",
  askGear: "Which gear? Tap to add, tap − to take away.",
  askGearHow: "Nothing chosen yet.",
  askChange: "What should be different?",

  card: {
    book: "Shall I book this?",
    change: "Shall I change your booking to this?",
    was: (what) => `Now: ${what}`,
    gear: (list) => `Gear: ${list}`,
    title: (title) => `Title: ${title}`,
    costs: (length, left, month) => `Uses ${length} of your plan; ${left} left in ${month} after that.`,
    peak: (length) => `${length} of it at peak time.`,
    cancelBy: (moment) => `Cancel by ${moment} and the hours come back.`,
    cancelLate: "If you cancel this one, the hours no longer come back.",
    cancelSoon: (length) => `It starts soon: the hours come back only if you cancel within ${length} of booking.`,
    lastOne: (until) => `It's the last room free then; it's kept for you until ${until}.`,
  },
  booked: "Booked.",
  moved: "Changed.",
  extended: "Extended.",
  unchanged: "It's already like that.",
  left: (left, month) => `${left} left in ${month}.`,
  calendarRemove: "To take it out of your calendar.",
  calendarFile: "For your calendar.",
  cancelled: (what) => `Cancelled: ${what}.`,
  hoursBack: (length) => `You get ${length} back.`,
  hoursGone: "The hours don't come back this time.",
  dropped: "All right, nothing was booked.",
  kept: "All right, it stays as it is.",
  afterwards: (rest) => `First things first. After this, send me again: “${rest}”.`,
  undecided: "Nothing is done yet. Say yes when it's right, or tell me what to change.",
  nothingWaiting: "There's nothing waiting for an answer. What would you like to do?",

  noBookings: "You have no bookings coming up.",
  bookings: (count) =>
    `${n(count, { one: "booking", other: "bookings" })} coming up. Tap one to move, extend or cancel it.`,
  details: "Your booking",
  cancelAsk: (what) => `Cancel ${what}?`,
  cancelGives: (length) => `${length} of your plan will come back.`,
  cancelTakes: (length) => `It's too late to get ${length} back.`,
  whichCancel: "Which one should I cancel?",
  whichMove: "Which one should I move?",
  whichExtend: "Which one should I extend?",
  extendAsk: (room, until) => `${room} is yours until ${until}. Extend it until when?`,
  extendUntil: (until, more) => `${until} (+${more})`,
  extendCard: (room, until) => `Extend ${room} until ${until}?`,
  extendCosts: (more) => `Uses ${more} more of your plan.`,
  notThatLong: "It can't run that long.",
  cannotExtend: "It can't run longer: somebody else follows, or the centre closes.",
  nothingLike: (what) => `${what}: you have no booking then.`,

  hours: {
    left: (left, granted, month) => `${month}: ${left} left of ${granted}.`,
    peak: (left) => `At peak time: ${left} left.`,
    open: (open, max) => `Open bookings: ${open} of ${max}.`,
    none: "You're not booking for a member, so there are no hours to count.",
  },

  askLanguage: "Which language shall I use?",
  languageSet: "I'll speak English from now on.",
  languageFollows: "I'll answer in English from now on. Write “language” for another.",

  free: {
    title: (when) => `Free: ${when}`,
    line: (kind, times) => `${kind}: ${times}`,
    rooms: (count) => n(count, { one: "room", other: "rooms" }),
    none: "Nothing is free then.",
    noneOf: (kind) => `${kind}: nothing free`,
    tap: "Tap one to book it.",
  },

  refused: {
    ...closure.en.refused,
    ...shows.en.refused,
    not_member: () => "Only members can do that. If you have an invitation code, write: join CODE",
    suspended: () => "Your membership is paused at the moment, so I can't book for you. The centre's staff can help.",
    not_found: () => "I can't find that booking among yours.",
    already_cancelled: () => "That booking has already been cancelled.",
    released: () => "That session was given up, because nobody checked in.",
    too_late: () => "That session has already started or is over, so it can't be changed here.",
    backwards: () => "It has to end after it starts.",
    off_grid: ({ grid }) => `Sessions start and end on the quarter hour: every ${grid} minutes, like 15:00 or 15:15.`,
    in_ballot: ({ name, until }, say) => ballot.en.inBallot(name, until && say.moment(until)),
    past: () => "That time has already passed.",
    too_far: ({ days, until }, say) =>
      `Your plan books up to ${n(days, { one: "day", other: "days" })} ahead, so until ${say.date(new Date(until.getTime() - 1))}.`,
    missed: ({ count, days, daysAhead }) =>
      `You missed ${n(count, { one: "session", other: "sessions" })} in the last ${n(days, { one: "day", other: "days" })}, so for now you can book up to ${n(daysAhead, { one: "day", other: "days" })} ahead.`,
    too_short: ({ shortest }, say) => `A session lasts at least ${say.length(shortest)}.`,
    too_long: ({ longest }, say) => `A session lasts at most ${say.length(longest)}.`,
    closed: ({ open }, say) =>
      open.length > 0
        ? `We're closed then. That day we're open ${say.list(open.map(say.range))}.`
        : "We're closed that day.",
    no_such_room: () => "We don't have that room.",
    class_not_in_plan: ({ classes }, say) =>
      `Your plan doesn't include that kind of room. It includes: ${say.list(classes.map(say.className))}.`,
    bad_hosts: () => "At least one host has to be on air.",
    too_many_hosts: ({ max, rooms }) =>
      rooms.length > 0
        ? `That's too many for that room: it takes ${max}. Larger rooms are available.`
        : `That's too many hosts: our largest room for you takes ${max}.`,
    no_such_gear: () => "We don't have that kind of gear.",
    gear_beyond_stock: ({ gear, stock }, say) => `We only have ${say.gear(gear)} ×${stock}.`,
    too_many_open: ({ max }) =>
      `You already have ${n(max, { one: "open booking", other: "open bookings" })}, as many as your plan allows.`,
    hours_spent: ({ left, needed, month }, say) =>
      `That takes ${say.length(needed)}, and you have ${say.length(left)} left in ${say.month(month)}.`,
    peak_spent: ({ left, needed, month }, say) =>
      `That takes ${say.length(needed)} at peak time, and you have ${say.length(left)} of those left in ${say.month(month)}.`,
    taken: ({ room }, say) => (room ? `${say.room(room)} is taken then.` : "No suitable room is free then."),
    floor_full: ({ free }) =>
      free > 0
        ? `The centre is nearly full then: only ${n(free, { one: "more host", other: "more hosts" })} can be on air.`
        : "The centre is full then: no more hosts can be on air.",
    gear_short: ({ gear, free }, say) =>
      free > 0 ? `Only ${say.gear(gear)} ×${free} left then.` : `${say.gear(gear)}: none left then.`,
    key_reused: () => "I've already answered that one. Please try again.",
    nothing_to_undo: () => "I've nothing of yours from the last ten minutes to undo.",
    last_stays: () => "What you did last can't be undone here, so I've left everything as it is.",
    changed_since: () => "It has been changed again since, so I've left it as it is.",
    cannot_undo: () => "That place is gone by now, so it can't be undone.",
    too_early: ({ from }, say) => `It's too early for that: from ${say.moment(from)}.`,
    not_missed: () => "That session wasn't missed.",
    ...courses.en.refused,
    answered: () => "That request has been answered already, or taken back.",
    needs_yes: ({ for: reasons }, say) =>
      requests.en.refused.needs_yes(say.list(reasons.map((why) => requests.en.for[why]))),
    too_soon: ({ minutes }, say) => requests.en.refused.too_soon(say.length(minutes)),
    unanswered: () => requests.en.refused.unanswered,
    not_owner: () => "Only an owner can do that.",
    no_such_person: () => "They don't book for your shop.",
    last_owner: () => "Somebody has to be the owner: make another owner first.",
    bad_grant: ({ most }, say) => `Hours to grant are at least a minute and at most ${say.length(most)}.`,
    not_staff: () => "Only the centre's staff can do that.",
  },
  instead: "These are free instead:",
  noInstead: "Nothing else suitable is free around then.",
  stale: "That button is out of date. Here's where things stand.",
  badPress: "I can't use that button. Here's what I can do.",
  notUnderstood: "Sorry, I didn't understand that.",
  unread: (parts) => `I didn't understand “${parts}”, so it isn't included.`,
  understood: (parts) => `I understood: ${parts}.`,
  maybe: "Did you mean one of these?",
  truncated: "Your message was very long, so I only read the beginning.",
  unreadable: {
    sticker: "I can't read stickers. Please write what you need, or use the buttons.",
    voice: "I can't listen to voice messages. Please write what you need, or use the buttons.",
    photo: "I can't look at pictures. Please write what you need, or use the buttons.",
    file: "I can't open files. Please write what you need, or use the buttons.",
    location: "I don't need a location. Please write what you need, or use the buttons.",
    empty: "I didn't get any text. Please write what you need, or use the buttons.",
  },
  slower: "That was faster than I can answer, so I left what came last unread. Please try again in a minute.",
  trouble: "Something isn't working on our side just now. Please try again in a moment.",
  unchangedNote: "Nothing was changed.",
  problem: {
    impossibleTime: (text) => `“${text}” isn't a time on the clock.`,
    past: (text) => `“${text}” has already passed.`,
    endBeforeStart: (text) => `“${text}” would end before it starts.`,
    impossibleDate: (text) => `“${text}” isn't a date in the calendar.`,
    badLength: (text) => `“${text}” isn't a length I can book.`,
    unknownRoom: (text) => `We don't have a room called “${text}”.`,
    badHosts: (text) => `“${text}” isn't a number of hosts I can book for.`,
    badQuantity: (text) => `“${text}” isn't a number of pieces I can book.`,
    badRepeat: (text) => `I can't book “${text}”.`,
    several: (text) => `I take one booking at a time, so please send these one by one: “${text}”.`,
  },
  question: {
    first: "Those are several, and I book one at a time. Which one first?",
    start: "When do you mean?",
    moveTo: "Move it to when?",
    room: "One booking has one room. Which one?",
    gear: (quantity) => `Which kind do you mean (×${quantity})?`,
  },

  personal: {
    file: [
      "This is everything I know about you.",
      "Is your name wrong? Correct it here; for anything else, tell the centre's staff. /forgetme erases it all.",
    ],
    ask: "Erase everything I know about you? It can't be undone, and you'd need a new code to come back.",
    bookingsStay: (count) =>
      count === 1
        ? "The booking you made stays with your shop, without your name. Cancel it first if it shouldn't."
        : `The ${count} bookings you made stay with your shop, without your name. Cancel them first if they shouldn't.`,
    correct: "Correct my name",
    nameHow: (name) => `You're ${name} here. To be called otherwise write, for example: /name Ana Lei`,
    named: (name) => `Noted: you're ${name}.`,
    later: (days) =>
      `What others saw with your name in the web chat goes within ${days === 1 ? "a day" : `${days} days`}; everything else at once. Backups made before are kept only as long as the centre keeps them.`,
    yes: "Erase me",
    no: "Keep me",
    done: "Done: I no longer know you. Goodbye, and all the best.",
  },

  feed: {
    title: "My calendar",
    how: "Add this address to your calendar as a subscription: your bookings then appear there, and stay up to date.",
    secret: "Whoever has it can see your bookings.",
    renew: "New address",
    renewed: "This is your new address; the old one no longer works.",
    none: "There's no calendar address for you here.",
  },

  series: {
    askCount: (most) => `How many sessions in all? Up to ${most}.`,
    times: "How many times",
    weekly: "Every week",
    fortnightly: "Every two weeks",
    once: "Just once",
    card: (sessions) => (sessions === 1 ? "Shall I book this one?" : `Shall I book these ${sessions} sessions?`),
    none: "None of these dates can be booked.",
    cannot: (when, why) => `${when}: ${why}`,
    confirm: (sessions) => `Book ${sessions}`,
    booked: (sessions) => (sessions === 1 ? "1 session booked." : `${sessions} sessions booked.`),
    moved: (sessions) => (sessions === 1 ? "1 session moved." : `${sessions} sessions moved.`),
    cancelled: (sessions) => (sessions === 1 ? "1 session cancelled." : `${sessions} sessions cancelled.`),
    nothingDone: "So nothing was changed.",
    part: "Part of a series.",
    following: (more) => (more === 1 ? "This and the next one" : `This and the ${more} after it`),
    all: (sessions) => `All ${sessions} to come`,
  },

  form: { title: "Book a room", submit: "Continue", minutes: "Length", titleField: "Title" },

  staff: {
    digestHow:
      "Write /digest here 09:00 to get the daily digest in this chat at that time, /digest evening 21:00 for tomorrow's the evening before, /digest weekly mon 09:00 for a weekly report, or /digest off to stop them.",
    digestSet: (at) => `The daily digest will come to this chat at ${at}.`,
    eveningSet: (at) => `Every evening at ${at}, tomorrow's sessions will come to this chat.`,
    weeklySet: (weekday, at) => `The weekly report will come to this chat every ${weekday} at ${at}.`,
    digestOff: "No digest comes to this chat any more.",
    oneOff: {
      daily: "The daily digest no longer comes to this chat.",
      evening: "The evening digest no longer comes to this chat.",
      weekly: "The weekly report no longer comes to this chat.",
    },
    badTime: (text) => `“${text}” isn't a time on the clock. Write it like 09:00.`,
    digest: (date) => `Sessions on ${date}`,
    quiet: "No sessions are booked.",
    peak: (anchors, floor, at) => `Busiest: ${anchors} of ${floor} hosts on air, ${at}.`,
    prepare: (gear) => `To prepare: ${gear}.`,
    late: (due, sent) => `Late: due at ${due}, sent at ${sent}.`,
    before: (sessions, cancelled, use) =>
      `${[
        `Day before: ${n(sessions, { one: "session", other: "sessions" })}`,
        ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
        ...(use === null ? [] : [`rooms ${use} in use`]),
      ].join(", ")}.`,
    more: (count) => `${count} more: tap Details.`,
    changes: "Changed since yesterday:",
    change: {
      book: (what) => `New: ${what}`,
      move: (what) => `Moved: ${what}`,
      extend: (what) => `Extended: ${what}`,
      cancel: (what) => `Cancelled: ${what}`,
    },
    undelivered: "Messages that didn't arrive:",
    undeliveredLine: ({ name, kind, state, count }) => `${name}: ${kind} (${state})${count > 1 ? ` ×${count}` : ""}`,
    kind: {
      reminder: "reminder",
      closed: closure.en.kind,
      closure: closure.en.kind,
      changed: "change of a booking",
      digest: "digest",
      evening: "evening digest",
      weekly: "weekly report",
      arrive: "asking who hasn't arrived",
      ending: "end of a session",
      missed: "a missed session",
      late: "running late",
      link: "linking an account",
      offer: "offer from the waitlist",
      after: shows.en.kind,
      went: shows.en.kind,
      waited: "end of a wait",
      room: "number of a room",
      broadcast: "message to members",
      ...ballot.en.kind,
      ...joining.en.kind,
      ...requests.en.kind,
      ...membership.en.kind,
      ...courses.en.kind,
    },
    state: { failed: "not accepted", blocked: "blocked us", dropped: "too late" },
  },

  weekly: {
    title: (range) => `The week of ${range}`,
    span: (from, to) => `${from} – ${to}`,
    sessions: (sessions, cancelled) => `${n(sessions, { one: "session", other: "sessions" })}, ${cancelled} cancelled.`,
    use: (share) => `Rooms in use: ${share} of opening hours.`,
    classUse: (name, share) => `${name}: ${share}`,
    busiest: (anchors, floor, when) => `Busiest floor: ${anchors} of ${floor} hosts on air, ${when}.`,
    fullest: ({ kind, day, hour, share }) => `Fullest hour: ${kind}, ${day} ${hour}, ${share}.`,
    quiet: "No sessions took place.",
    refusals: (count) => `Times we had to say no: ${count}`,
    why: {
      taken: "room taken",
      floor_full: "floor full",
      gear_short: "gear out",
      closed: "outside opening hours",
      hours: "plan used up",
      too_far: "too far ahead",
      too_many_open: "too many open bookings",
      other: "other reasons",
    },
    whyLine: (why, count) => `${why}: ${count}`,
    average: "Average",
    closed: "Closed",
  },

  reminders: {
    title: "Your reminders",
    on: (lengths) => `You're reminded before each session you book: ${lengths}.`,
    none: "You get no reminders.",
    quiet: (hours) => `Quiet hours: ${hours}. Reminders of three hours or more come before or after them.`,
    noQuiet: "No quiet hours.",
    how: "For other quiet hours write, for example: /reminders quiet 22:00-07:00",
    badHours: (text) => `“${text}” isn't a time from–to. Write it on the quarter hour, like 22:00-07:00.`,
    switched: (on, length) => `${on ? "✓" : "–"} ${length} before`,
  },

  late: {
    told: "The staff know that you're running late.",
    again: "The staff already know that you're running late.",
    nobody: "No staff chat is set up to tell. Please call the centre.",
    notice: (member, what) => `${member} is running late: ${what}`,
  },

  broadcast: {
    how: [
      "Write who it is for, a colon, and the message:",
      "/broadcast everyone: We open at 10:00 on Friday.",
      "/broadcast tomorrow 14:00-18:00: The lift is out of order.",
    ],
    preview: (people) => `This goes to ${n(people, { one: "person", other: "people" })}:`,
    everyone: "Everyone",
    booked: (when) => `Booked ${when}`,
    nobody: "Nobody is booked then.",
    tooLong: (max) => `Please keep it within ${max} characters.`,
    sending: (people) => `On its way to ${n(people, { one: "person", other: "people" })}.`,
    state: ({ sent, waiting, blocked, failed }) =>
      `Delivered: ${sent}. Waiting: ${waiting}. Blocked us: ${blocked}. Failed: ${failed}.`,
    notSent: "Not sent yet.",
    from: (centre) => `A message from ${centre}`,
  },

  arrival: arrival.en,
  board: board.en,
  asked: asked.en,
  rules: rules.en,
  flexible: flexible.en,
  ballot: ballot.en,
  joining: joining.en,
  requests: requests.en,
  linking: linking.en,
  courses: courses.en,
  membership: membership.en,
  waitlist: waitlist.en,
  picker: picker.en,
  feeds: feeds.en,
  had: had.en,
  shows: shows.en,
  clerk: clerk.en,
  closure: closure.en,
  whatIf: whatIf.en,

  picture: {
    kinds: { free: "Free", taken: "Taken", own: "Yours", held: "On hold", closed: "Closed", full: "Floor full" },
    load: (limit) => `Hosts on air (at most ${limit})`,
    alt: (date) => `Timetable for ${date}.`,
    freeNow: (count) => `${n(count, { one: "room is", other: "rooms are" })} free right now.`,
    own: (list) => `Yours: ${list}.`,
    taken: (count) => `${n(count, { one: "session", other: "sessions" })} booked.`,
    peak: (anchors, floor, at) => `Busiest: ${anchors} of ${floor} hosts at ${at}.`,
  },

  notice: {
    reminder: (length) => `Reminder: your session starts in ${length}.`,
    changed: {
      booked: "A booking was made for you.",
      restored: "Your booking stands again.",
      moved: "Your booking has been changed.",
      extended: "Your booking has been extended.",
      cancelled: "Your booking has been cancelled.",
      handed: "Your booking was passed on to another member. Its hours are yours again.",
    },
    was: (what) => `Before: ${what}`,
  },
} satisfies Words
