// What the question screen shows and what comes of an answer; it is painted in question_draw.cpp.
#include "app/screens/question.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace {

constexpr std::string_view minus_sign = "\u2212";
constexpr std::size_t most_ticks = 60;  // more would be thinner than a pixel or two

std::string key_of(const Session& session) {
    return fmt::format("{}/{}/{}", session.sitting(), session.number(), session.question().item);
}

std::string mode_words(const SessionSettings& settings) {
    if (!settings.minutes)
        return settings.feedback == Feedback::each ? "Tutor, untimed" : "Untimed, explained at the end";
    return fmt::format("Timed, {}, explained at the end", hours_and_minutes(*settings.minutes));
}

std::vector<ui::TickState> ticks_of(const Session& session, const SessionSummary& summary) {
    const auto length = session.length();
    if (!length || *length <= 0 || static_cast<std::size_t>(*length) > most_ticks) return {};
    std::vector<ui::TickState> ticks;
    for (const SessionAnswer& answer : summary.answers) {
        const bool told = session.settings().feedback == Feedback::each;
        ticks.push_back(!told ? ui::TickState::answered : answer.right ? ui::TickState::right : ui::TickState::wrong);
    }
    if (session.phase() == Phase::asking) ticks.push_back(ui::TickState::current);
    ticks.resize(static_cast<std::size_t>(std::max(*length, static_cast<int>(ticks.size()))), ui::TickState::ahead);
    return ticks;
}

std::optional<std::int64_t> time_left(const Session& session, const SessionSummary& summary,
                                      const QuestionDraft& draft) {
    if (!session.settings().minutes) return std::nullopt;
    const bool asking = session.phase() == Phase::asking && draft.key == key_of(session);
    return *session.settings().minutes * ms_per_minute - summary.elapsed_ms - (asking ? draft.time.counted_ms() : 0);
}

SessionHeader header_of(const Model& model, const Session& session, const QuestionDraft& draft) {
    const SessionSummary summary = session.summary();
    const auto length = session.length();
    SessionHeader header = {.name = session_name(model, session.settings()),
                            .mode = mode_words(session.settings()),
                            .ticks = ticks_of(session, summary),
                            .number = length ? fmt::format("{} of {}", session.number(), *length)
                                             : fmt::format("Question {}", session.number()),
                            .answered = counted(summary.all.answers, "question", "questions") + " answered"};
    if (const auto left = time_left(session, summary, draft)) {
        header.clock = clock_text(*left) + " left";
        header.clock_short = *left < 5 * ms_per_minute;
    }
    return header;
}

QuestionChip exposure_chip(const ItemState& state, const ItemHead& head, Day today) {
    if (!state.seen()) return {.text = "New", .tone = ui::Tone::accent};
    if (head.parametric) return {.text = "Seen before, new numbers", .tone = ui::Tone::neutral};
    if (state.due <= today) return {.text = "Due", .tone = ui::Tone::warn, .icon = ui::Icon::returns};
    return {.text = "Seen before", .tone = ui::Tone::neutral};
}

std::string answer_keys(ItemType type, std::size_t options) {
    if (type == ItemType::numeric) return "Type the number, Enter submits";
    if (type == ItemType::hotspot && options == 0)
        return "Click the place, or move the cursor with the arrows (with Shift in large steps) and press Enter";
    const std::string range = "A to " + screen_letter(options - 1);
    if (type == ItemType::order) return range + " take one, Up and Down move it; or drag it by mouse";
    if (type == ItemType::multiple) return range + " choose or take back,  S then a letter strikes out";
    return range + " choose,  S then a letter strikes out";
}

AskingView asking_of(const Model& model, const Session& session, Now now) {
    const Instance& question = session.question();
    const Item item = model.bank->item(question.item);
    const ItemHead& head = model.desk->heads()[static_cast<std::size_t>(*model.bank->find(question.item))];
    AskingView view = {.type = question.type,
                       .stem = marked(question.stem),
                       .instruction = instruction_for(item),
                       .unit = plain(question.unit),
                       .exhibits = exhibits_asked(model, question),
                       .ask_confidence = model.preferences.ask_confidence};
    if (session.choice()) view.why = unbroken(sentence(*session.choice()));
    view.chips.push_back({.text = model.bank->outline().areas[static_cast<std::size_t>(head.area)].title});
    view.chips.push_back(exposure_chip(model.desk->state().item(question.item), head, now.day));
    const bool by_name = asks_by_name(question, view.exhibits);
    const bool listed = by_name || (question.type != ItemType::hotspot && question.type != ItemType::numeric);
    view.keys = answer_keys(question.type, listed ? question.choices.size() : 0);
    if (!view.exhibits.pictures.empty()) view.keys += ",  M\u00A0magnifies";
    if (by_name) view.instruction = "The picture is missing: choose the place by its name.";
    if (!listed) return view;
    for (std::size_t i = 0; i < question.choices.size(); ++i)
        view.options.push_back({.letter = question.choices[i].letter,
                                .badge = screen_letter(i),
                                .words = marked(question.choices[i].text)});
    return view;
}

const Choice* choice_of(const Instance& question, const std::string& letters) {
    for (const Choice& choice : question.choices)
        if (!letters.empty() && choice.letter == letters.front()) return &choice;
    return nullptr;
}

/// A place by its letter and, where it has one, its name.
std::string place_words(const Instance& question, const std::string& letters) {
    const Choice* choice = choice_of(question, letters);
    const std::string letter = screen_letters(question, letters);
    return choice && !choice->text.empty() ? letter + ", " + plain(choice->text) : letter;
}

std::string given_place(const Instance& question, const Response& response) {
    if (response.letters.empty()) return "You marked none of the named places";
    return (response.mark ? "You marked " : "You chose ") + place_words(question, response.letters);
}

std::string given_words(const Instance& question, const Response& response) {
    if (question.type == ItemType::hotspot) return given_place(question, response);
    if (question.type == ItemType::numeric)
        return response.number ? "You entered " + number_with_unit(*response.number, question.unit)
                               : "You entered nothing";
    return (question.type == ItemType::order ? "Your order was " : "You chose ") +
           screen_letters(question, response.letters);
}

std::string sure_words(Confidence confidence) {
    switch (confidence) {
        case Confidence::guess:
            return " and were guessing";
        case Confidence::unsure:
            return " and were unsure";
        case Confidence::sure:
            return " and were sure";
        case Confidence::none:
            return "";
    }
    return "";
}

std::string key_words(const Instance& question) {
    if (question.type == ItemType::numeric) {
        for (const Choice& choice : question.choices)
            if (choice.right && choice.value)
                return "The answer is " + number_with_unit(*choice.value, question.unit) + ".";
        return "";
    }
    if (question.type == ItemType::hotspot)
        return "The answer is " + place_words(question, key_letters(question)) + ".";
    const std::string letters = screen_letters(question, key_letters(question));
    return (question.type == ItemType::order ? "The right order is " : "The answer is ") + letters + ".";
}

/// Feedback only: the registries score all or nothing.
std::string partial_words(const Instance& question, const Response& response) {
    if (question.type != ItemType::multiple && question.type != ItemType::order) return "";
    const double share = partial(question, response);
    const std::string part = share > 0 ? percent(share) + " of it was right." : std::string("None of it was right.");
    return part + " The exam counts all or nothing, so this one counts as wrong.";
}

std::string sentence_of(const Instance& question, const Response& response, bool right) {
    const std::string sentence = given_words(question, response) + sure_words(response.confidence) + ".";
    if (right) return sentence;
    return sentence + " " + key_words(question);
}

std::string return_reason(const AnswerResult& result, Confidence confidence) {
    if (!result.right) return "Wrong answers come back soon.";
    if (confidence == Confidence::guess) return "A right guess comes back soon: it does not count as known yet.";
    switch (result.rating) {
        case Rating::hard:
            return "Right but unsure: it comes back a little sooner.";
        case Rating::easy:
            return "Right, sure and quick: it can wait longer.";
        default:
            return "By then about 9 in 10 such answers are still remembered.";
    }
}

/// Looks and chance of remembering on `at` when every review until then is done on its day and is right.
struct Reviewed {
    int looks = 0;
    double chance = 0.0;
};

Reviewed with_reviews(const MemoryModel& model, const ItemState& item, Day at) {
    Memory memory = item.memory;
    Day last = item.last_day;
    Day due = item.due;
    Reviewed result;
    while (due < at) {
        memory = review(model.parameters, memory, due - last, Rating::good);
        last = due;
        const double wait = interval(model.parameters, memory.stability, model.wanted);
        due = last + std::max<Day>(1, static_cast<Day>(std::lround(wait)));
        ++result.looks;
    }
    result.chance = retrievability(model.parameters, at - last, memory.stability);
    return result;
}

std::string looks_words(int looks) {
    if (looks == 1) return "one more look";
    if (looks == 2) return "two more looks";
    if (looks == 3) return "three more looks";
    return fmt::format("{} more looks", looks);
}

MemoryLines memory_of(const Model& model, const Session& session, Now now) {
    const AnswerResult& result = session.result();
    const std::string& id = session.question().item;
    MemoryLines lines = {.heading = "Comes back " + near_day(result.due, now.day),
                         .text = return_reason(result, session.response().confidence)};
    const auto exam = model.desk->state().goal.exam_day;
    if (!exam || *exam <= now.day) return lines;
    const Reviewed reviewed = with_reviews(model.desk->state().model, model.desk->state().item(id), *exam);
    lines.now = model.desk->retrievability_of(id, *exam);
    lines.text +=
        fmt::format(" On {} you would remember it with {} as it stands", short_date(*exam), percent(*lines.now));
    if (reviewed.looks > 0) {
        lines.reviewed = reviewed.chance;
        lines.text += fmt::format(", with {} after {}", percent(reviewed.chance), looks_words(reviewed.looks));
    }
    lines.text += ".";
    return lines;
}

std::string area_words(const Model& model, const AreaStanding& area) {
    const std::string answers = counted(area.fresh.answers, "first answer", "first answers") + " so far";
    const LeafStanding& standing = area.standing;
    const std::string cut = percent(model.desk->frame().cut) + (model.bank->outline().cut.assumed ? " (assumed)" : "");
    const std::string cost = fmt::format("Costs {} exam points.", one_decimal(standing.points_lost));
    if (standing.few)
        return fmt::format("Not enough answers yet to tell this area from the rest: {}. Pass needs about {}. {}",
                           answers, cut, cost);
    return fmt::format("You would get {} right here ({:.0f} to {:.0f}), pass needs {}. {}. {}",
                       percent(standing.expected), 100 * standing.expected_low, 100 * standing.expected_high, cut,
                       answers, cost);
}

std::string time_words(const Model& model, std::int64_t elapsed_ms) {
    const auto median = model.desk->state().pace.median();
    return duration(elapsed_ms) + (median ? ", your median " + duration(*median) : "");
}

FeedbackView feedback_of(const Model& model, const Session& session, Now now) {
    const Instance& question = session.question();
    const Response& response = session.response();
    const bool right = session.result().right;
    const auto area =
        static_cast<std::size_t>(model.desk->heads()[static_cast<std::size_t>(*model.bank->find(question.item))].area);
    const std::string title = model.bank->outline().areas[area].title;
    FeedbackView view = {.right = right,
                         .verdict = right ? "Correct" : "Incorrect",
                         .sentence = sentence_of(question, response, right),
                         .partial = right ? "" : partial_words(question, response),
                         .time = time_words(model, response.elapsed_ms),
                         .explained = explain(model, question, &response),
                         .memory = memory_of(model, session, now),
                         .area = title,
                         .area_text = area_words(model, model.desk->areas(now.day)[area]),
                         .another = "Another on this topic"};
    if (session.length() && session.number() >= *session.length()) view.next = "See the result";
    return view;
}

/// Whether the comma at `at` parts thousands: digits before it, not a lone zero, and exactly three after it.
bool parts_thousands(std::string_view text, std::size_t at) {
    const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    if (at == 0 || !digit(at - 1)) return false;
    const std::string_view before = text.substr(0, at);
    if (before == "0" || before == "-0") return false;
    return digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4);
}

std::string with_ascii_signs(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with(minus_sign)) {
            plain += '-';
            i += minus_sign.size() - 1;
        } else if (text[i] != ' ') {
            plain += text[i];
        }
    }
    std::string ascii;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (plain[i] != ',')
            ascii += plain[i];
        else if (!parts_thousands(plain, i))
            ascii += '.';
    }
    return ascii;
}

void adopt_phase(Model& model) {
    if (model.session->phase() == Phase::finished) model.place = Place::result;
}

void forget_answer(QuestionDraft& draft) { draft = QuestionDraft{}; }

}  // namespace

void ScreenTime::seen(TimeMs now_ms) {
    const std::int64_t gap = last_ms_ ? now_ms - *last_ms_ : 0;
    if (gap > 0 && gap <= longest_gap_ms) counted_ms_ += gap;
    last_ms_ = now_ms;
}

void ScreenTime::restart(TimeMs now_ms) {
    last_ms_ = now_ms;
    counted_ms_ = 0;
}

std::string session_name(const Model& model, const SessionSettings& settings) {
    if (settings.policy) {
        switch (*settings.policy) {
            case Policy::plan:
                if (settings.kind == SittingKind::review) return "Today\u2019s plan";
                break;
            case Policy::due:
                return "Reviews and new";
            case Policy::weakest:
                return "Weak areas";
            case Policy::random:
                return "Mixed questions";
        }
    }
    if (settings.filter.state == PoolState::due && settings.filter.areas.empty()) return "Reviews";
    const auto& areas = settings.filter.areas;
    if (areas.empty()) return "All areas";
    if (areas.size() > 1) return fmt::format("{}{}areas", areas.size(), nbsp);
    const auto area = model.bank->outline().find(areas.front());
    return area ? model.bank->outline().areas[static_cast<std::size_t>(*area)].title : areas.front();
}

std::optional<double> typed_number(std::string_view text) {
    const std::string ascii = with_ascii_signs(text);
    double value = 0.0;
    const char* first = ascii.data() + (ascii.starts_with('+') ? 1 : 0);
    const char* last = ascii.data() + ascii.size();
    const auto [end, error] = std::from_chars(first, last, value, std::chars_format::general);
    if (error != std::errc() || end != last || !std::isfinite(value)) return std::nullopt;
    return value;
}

QuestionView question_view(const Model& model, const QuestionDraft& draft, Now now) {
    const Session& session = *model.session;
    const std::string& item = session.question().item;
    const ItemState& state = model.desk->state().item(item);
    QuestionView view = {.key = key_of(session),
                         .now_ms = now.ms,
                         .header = header_of(model, session, draft),
                         .flagged = state.flagged,
                         .note = state.note,
                         .item = item};
    const auto left = time_left(session, session.summary(), draft);
    view.time_up = session.phase() == Phase::asking && left && *left <= 0;
    if (session.phase() == Phase::asking)
        view.part = asking_of(model, session, now);
    else
        view.part = feedback_of(model, session, now);
    return view;
}

void update(Model& model, QuestionDraft& draft, const QuestionEvent& event, Now now) {
    struct Does {
        Model& model;
        QuestionDraft& draft;
        Now now;
        Session& session = *model.session;

        void operator()(const question::Submit& submit) const {
            draft.time.seen(now.ms);
            Response response = submit.response;
            response.elapsed_ms = draft.time.counted_ms();
            session.submit(response, now);
            forget_answer(draft);
            adopt_phase(model);
        }
        void operator()(const question::GoOn&) const {
            session.advance(now);
            adopt_phase(model);
        }
        void operator()(const question::Another&) const {
            if (!session.another(now))
                model.toast = Message{.text = "No other question on this topic is left today.", .shown_ms = now.ms};
        }
        void operator()(const question::SetFlag& flag) const {
            model.desk->flag(session.question().item, flag.on, now);
        }
        void operator()(const question::KeepNote& note) const {
            model.desk->note(session.question().item, note.text, now);
            draft.dialog = QuestionDialog::none;
        }
        void operator()(const question::Report& report) const {
            model.desk->report(session.question().item, report.text, now);
            draft.dialog = QuestionDialog::none;
            draft.report.clear();
            model.toast =
                Message{.text = "Kept in your record. Settings exports it for the authors.", .shown_ms = now.ms};
        }
        void operator()(const question::EndSession&) const {
            session.end(now);
            forget_answer(draft);
            adopt_phase(model);
        }
    };
    std::visit(Does{model, draft, now}, event);
}

std::span<const KeyHelp> question_keys() {
    static constexpr std::array<KeyHelp, 10> keys{{{"A to J, 1 to 9", "choose an option"},
                                                   {"S, then a letter", "strike an option out, or restore it"},
                                                   {"Up, Down", "order: move the taken line"},
                                                   {"Arrows, Enter", "hot spot: move the cursor, set the mark"},
                                                   {"Left, Right", "how sure: guess, unsure, sure"},
                                                   {"Enter", "submit; then the next question"},
                                                   {"F", "flag (Shift F where F is an option)"},
                                                   {"N", "note"},
                                                   {"R", "report a problem"},
                                                   {"Esc", "close a dialog, or leave; the session waits"}}};
    return keys;
}

}  // namespace collimate
