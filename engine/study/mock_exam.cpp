#include "engine/study/mock_exam.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "engine/base/index.hpp"
#include "engine/base/json_text.hpp"
#include "engine/base/random.hpp"
#include "engine/study/desk_impl.hpp"
#include "engine/study/exam_log.hpp"

namespace collimate {

using nlohmann::json;

namespace {

/// Half of the second that may be lost, so that a tick that comes late still keeps the promise.
constexpr std::int64_t keep_every_ms = 500;

const std::string& code_of(const Outline& outline, int area) { return outline.areas[at(area)].code; }

std::string settings_text(const Outline& outline, const ExamStart& start) {
    json questions = json::array();
    for (const ExamQuestion& each : start.questions) {
        json& entry = questions.emplace_back(json::array(
            {each.revision, outline.find(each.area).value(), each.difficulty, each.chance, each.pilot ? 1 : 0}));
        if (!each.calibrated) continue;
        entry.push_back(each.calibrated->difficulty);
        entry.push_back(each.calibrated->reliability);
    }
    json areas = json::array();
    for (const Area& area : outline.areas) areas.push_back(area.code);
    return json_text(json{{"section", start.section},
                          {"length", name_of(start.length)},
                          {"time_ms", start.rules.time_ms},
                          {"answer_first", start.rules.answer_before_moving_on},
                          {"length_assumed", start.length_assumed},
                          {"time_assumed", start.time_assumed},
                          {"areas", areas},
                          {"questions", questions}});
}

ExamStart read_start(SittingId sitting, const SittingStarted& started) {
    const json root = parse_json(started.settings);
    const json& questions = root.at("questions");
    ExamStart start{.sitting = sitting,
                    .seed = started.seed,
                    .bank_hash = started.bank_hash,
                    .section = root.at("section").get<std::string>(),
                    .length = form_length_from(root.at("length").get<std::string>()).value(),
                    .rules = {.time_ms = root.at("time_ms").get<std::int64_t>(),
                              .answer_before_moving_on = root.at("answer_first").get<bool>()},
                    .length_assumed = root.at("length_assumed").get<bool>(),
                    .time_assumed = root.at("time_assumed").get<bool>()};
    for (std::size_t i = 0; i < started.items.size(); ++i) {
        const json& each = questions.at(i);
        start.questions.push_back({.item = started.items[i],
                                   .revision = each.at(0).get<int>(),
                                   .area = root.at("areas").at(each.at(1).get<std::size_t>()).get<std::string>(),
                                   .difficulty = each.at(2).get<double>(),
                                   .chance = each.at(3).get<double>(),
                                   .pilot = each.at(4).get<int>() != 0});
        if (each.size() > 5)
            start.questions.back().calibrated = {.difficulty = each.at(5).get<double>(),
                                                 .reliability = each.at(6).get<double>()};
    }
    if (start.questions.empty()) throw std::bad_optional_access();
    return start;
}

// ---------------------------------------------------------------- the form

/// How often a candidate met each item: the answers they gave it, or the exams it stood in, blanks included.
std::map<std::string, int, std::less<>> exposures_of(const ExamState& record) {
    std::map<std::string, int, std::less<>> exposures;
    for (const auto& [id, sitting] : record.sittings)
        if (sitting.started.kind == SittingKind::mock && sitting.answers.answers > 0)
            for (const std::string& item : sitting.started.items) ++exposures[item];
    for (const auto& [id, item] : record.items)
        if (item.seen()) exposures[id] = std::max(exposures[id], static_cast<int>(item.all.answers));
    return exposures;
}

std::vector<ExamQuestion> questions_of(const Bank& bank, const ExamForm& form) {
    std::vector<ExamQuestion> questions;
    for (const ExamItem& item : form.items) {
        const ItemHead head = bank.head(item.ordinal);
        questions.push_back({.item = head.id,
                             .revision = head.revision,
                             .area = code_of(bank.outline(), item.area),
                             .difficulty = head.difficulty,
                             .chance = head.chance,
                             .pilot = item.pilot});
        if (head.calibrated) questions.back().calibrated = head.label();
    }
    return questions;
}

void check_filled(const Bank& bank, const ExamForm& form, const ExamPlan& plan) {
    if (form.scored() >= plan.scored) return;
    std::string areas;
    for (const Shortage& each : form.shortages)
        if (const int missing = each.wanted - each.got - each.replaced; missing > 0)
            areas += fmt::format("{}{} lacks {} of {}", areas.empty() ? "" : ", ", code_of(bank.outline(), each.area),
                                 missing, each.wanted);
    throw Refused(
        fmt::format("{} holds {} of the {} questions of this exam: {}; sit a shorter form or a section, or use a bank "
                    "with more questions",
                    bank.file().string(), form.scored(), plan.scored, areas));
}

// ---------------------------------------------------------------- going on

std::string fault_of(const Desk& desk, const ExamStart& start) {
    std::vector<std::string> changed;
    for (const ExamQuestion& question : start.questions) {
        const auto ordinal = desk.bank().find(question.item);
        const ItemHead* head = ordinal ? &desk.heads()[static_cast<std::size_t>(*ordinal)] : nullptr;
        if (!head || head->revision != question.revision || head->retired) changed.push_back(question.item);
    }
    if (changed.empty()) return {};
    return fmt::format(
        "the bank {} was changed since this exam began, and {} of its {} questions ({}{}) are no longer in it as they "
        "were: put the earlier bank back to go on, or end the exam, which keeps your answers",
        desk.bank().file().string(), changed.size(), start.questions.size(), changed.front(),
        changed.size() > 1 ? ", ..." : "");
}

std::vector<Answered> final_answers(const ExamStart& start, const ExamLog& log) {
    std::vector<Answered> answers;
    for (int number = 1; number <= static_cast<int>(start.questions.size()); ++number) {
        const ExamQuestion& question = start.questions[at(number - 1)];
        const LoggedQuestion& logged = log.questions[at(number - 1)];
        if (is_blank(logged.response)) continue;
        answers.push_back({.sitting = start.sitting,
                           .item = question.item,
                           .revision = question.revision,
                           .seed = draw_of(start, number),
                           .area = question.area,
                           .difficulty = question.difficulty,
                           .chance = question.chance,
                           .letters = logged.response.letters,
                           .number = logged.response.number,
                           .mark = logged.response.mark,
                           .right = logged.right,
                           .confidence = logged.response.confidence,
                           .elapsed_ms = logged.elapsed_ms});
    }
    return answers;
}

}  // namespace

std::optional<ExamStart> exam_start(SittingId sitting, const SittingStarted& started) {
    if (started.kind != SittingKind::mock) return std::nullopt;
    try {
        return read_start(sitting, started);
    } catch (const json::exception&) {
    } catch (const std::bad_optional_access&) {
    }
    return std::nullopt;
}

std::uint64_t draw_of(const ExamStart& start, int number) {
    return derive(derive(start.seed, hash_of("draws of the exam")), static_cast<std::uint64_t>(number));
}

ExamForm exam_form(const Bank& bank, const ExamState* record, const ExamPlan& plan, std::uint64_t seed) {
    std::vector<OrdinalRange> ranges;
    for (std::size_t area = 0; area < bank.outline().areas.size(); ++area)
        ranges.push_back(bank.range(static_cast<int>(area)));
    const auto exposures = record ? exposures_of(*record) : std::map<std::string, int, std::less<>>();
    const auto facts = [&](std::int64_t ordinal) {
        const ItemHead head = bank.head(ordinal);
        const auto met = exposures.find(head.id);
        return ItemFacts{.id = head.id,
                         .family = head.family,
                         .enemies = head.enemies,
                         .retired = head.retired,
                         .exposures = met == exposures.end() ? 0 : met->second};
    };
    return assemble_exam(bank.outline(), ranges, facts, plan, seed);
}

std::vector<std::string> shortage_lines(const Outline& outline, const ExamForm& form) {
    std::vector<std::string> lines;
    for (const Shortage& each : form.shortages)
        lines.push_back(fmt::format("{} {}: the bank lacks {} of {} questions; {} come from its nearest relatives.",
                                    code_of(outline, each.area), outline.areas[at(each.area)].title,
                                    each.wanted - each.got, each.wanted, each.replaced));
    int wanted = 0;
    for (const Shortage& each : form.pilot_shortages) wanted += each.wanted - each.got;
    if (wanted > 0)
        lines.push_back(fmt::format("{} pilot questions instead of {}: the bank holds no more to spare.", form.pilots(),
                                    form.pilots() + wanted));
    return lines;
}

std::optional<OpenExam> open_exam(const Desk& desk) {
    const auto sitting = desk.state().open_sitting(SittingKind::mock);
    if (!sitting) return std::nullopt;
    auto start = exam_start(*sitting, desk.state().sittings.at(*sitting).started);
    if (!start) return std::nullopt;
    const ExamLog log = read_exam_log(desk.record(), *start);
    return OpenExam{.start = *start,
                    .number = log.number,
                    .answered = static_cast<int>(final_answers(*start, log).size()),
                    .remaining_ms = log.remaining_ms,
                    .fault = fault_of(desk, *start)};
}

void end_open_exam(Desk& desk, const OpenExam& exam, Now now) {
    const ExamLog log = read_exam_log(desk.record(), exam.start);
    desk.end_exam(final_answers(exam.start, log),
                  {.sitting = exam.start.sitting, .by = EndedBy::candidate, .remaining_ms = log.remaining_ms}, now);
}

MockExam::MockExam(Desk& desk, ExamStart start)
    : desk_(&desk), start_(std::move(start)), sitting_(static_cast<int>(start_.questions.size()), start_.rules) {}

MockExam MockExam::start(Desk& desk, const ExamSettings& settings, Now now, std::uint64_t seed) {
    if (open_exam(desk)) throw Refused("an exam was begun and not ended: go on with it or end it first");
    const ExamPlan plan = plan_exam(desk.outline(), settings.section, settings.length);
    const ExamForm form = exam_form(desk.bank(), &desk.state(), plan, seed);
    check_filled(desk.bank(), form, plan);
    const auto items = static_cast<std::int64_t>(form.items.size());
    ExamStart start{.seed = seed,
                    .bank_hash = desk.bank().hash(),
                    .section = settings.section ? code_of(desk.outline(), *settings.section) : "",
                    .length = settings.length,
                    .rules = {.time_ms = plan.time_ms * items / (plan.scored + plan.pilots),
                              .answer_before_moving_on = settings.answer_before_moving_on},
                    .length_assumed = plan.length_assumed,
                    .time_assumed = plan.time_assumed,
                    .questions = questions_of(desk.bank(), form)};
    SittingStarted started{
        .kind = SittingKind::mock, .seed = seed, .settings = settings_text(desk.outline(), start), .items = {}};
    for (const ExamQuestion& question : start.questions) started.items.push_back(question.item);
    start.sitting = desk.start_sitting(std::move(started), now);
    MockExam exam(desk, std::move(start));
    exam.remarks_ = shortage_lines(desk.outline(), form);
    return exam;
}

std::optional<MockExam> MockExam::resume(Desk& desk, Now now) {
    const auto open = open_exam(desk);
    if (!open) return std::nullopt;
    if (!open->fault.empty()) throw Refused(open->fault);
    MockExam exam(desk, open->start);
    const ExamLog log = read_exam_log(desk.record(), exam.start_);
    if (!log.begun) return exam;
    for (int number = 1; number <= exam.sitting_.size(); ++number) {
        const LoggedQuestion& logged = log.questions[at(number - 1)];
        exam.sitting_.restore(number, {.seen = logged.seen,
                                       .complete = logged.complete,
                                       .response = logged.response,
                                       .flagged = logged.flagged,
                                       .struck = logged.struck,
                                       .highlights = logged.highlights,
                                       .elapsed_ms = logged.elapsed_ms});
    }
    exam.sitting_.restore(log.phase, log.number, log.remaining_ms);
    if (log.remaining_ms == 0) {
        exam.sitting_.end(EndedBy::time);
        exam.close(now);
    }
    return exam;
}

const Instance& MockExam::question(int number) const {
    const auto found = shown_.find(number);
    if (found != shown_.end()) return found->second;
    const ExamQuestion& question = start_.questions.at(at(number - 1));
    return shown_.emplace(number, present(desk_->bank().item(question.item), draw_of(start_, number))).first->second;
}

void MockExam::finish_tutorial() { sitting_.finish_tutorial(); }

void MockExam::accept_agreement() {
    Sitting after = sitting_;
    after.accept_agreement();
    adopt(std::move(after));
}

void MockExam::decline_agreement(Now now) {
    if (sitting_.phase() != SittingPhase::agreement) return;
    desk_->end_exam({}, {.sitting = id(), .by = EndedBy::declined, .remaining_ms = sitting_.remaining_ms()}, now);
    sitting_.decline_agreement();
    closed_ = true;
}

void MockExam::keep_clock(const Sitting& sitting) {
    desk_->record().keep_clock({.sitting = id(),
                                .phase = sitting.phase(),
                                .number = sitting.number(),
                                .remaining_ms = sitting.remaining_ms(),
                                .elapsed_ms = sitting.question(sitting.number()).elapsed_ms});
    unkept_ms_ = 0;
}

void MockExam::adopt(Sitting after) {
    if (after.running()) keep_clock(after);
    sitting_ = std::move(after);
}

void MockExam::annotate(const Sitting& after, int number, Leaving leaving, Now now) {
    const SittingQuestion& question = after.question(number);
    desk_->record().append(desk_->outline().exam,
                           Annotated{.sitting = id(),
                                     .number = number,
                                     .left = leaving == Leaving::yes,
                                     .flagged = question.flagged,
                                     .struck = question.struck,
                                     .highlights = question.highlights,
                                     .elapsed_ms = question.elapsed_ms,
                                     .remaining_ms = after.remaining_ms()},
                           now);
}

Move MockExam::leave(Move move, Sitting after, Now now) {
    if (move != Move::done) return move;
    if (sitting_.phase() == SittingPhase::asking) annotate(sitting_, sitting_.number(), Leaving::yes, now);
    adopt(std::move(after));
    return move;
}

Move MockExam::go_to(int number, Now now) {
    Sitting after = sitting_;
    const Move move = after.go_to(number);
    return leave(move, std::move(after), now);
}

Move MockExam::review(Now now) {
    Sitting after = sitting_;
    const Move move = after.review();
    return leave(move, std::move(after), now);
}

void MockExam::take_break(Now now) {
    Sitting after = sitting_;
    after.take_break();
    leave(after.phase() == SittingPhase::on_break ? Move::done : Move::nowhere, std::move(after), now);
}

void MockExam::end_break() {
    Sitting after = sitting_;
    after.end_break();
    adopt(std::move(after));
}

void MockExam::respond(const Response& given, Now now) {
    if (sitting_.phase() != SittingPhase::asking) return;
    const int number = sitting_.number();
    const Instance& asked = question(number);
    Response response = accepted(asked, given);
    const SittingQuestion& before = sitting_.question(number);
    if (same_answer(response, before.response) && response.confidence == before.response.confidence) return;
    const bool complete = is_complete(asked, response);
    desk_->record().append(desk_->outline().exam,
                           Responded{.sitting = id(),
                                     .number = number,
                                     .item = asked.item,
                                     .revision = asked.revision,
                                     .letters = response.letters,
                                     .entered = response.number,
                                     .mark = response.mark,
                                     .complete = complete,
                                     .right = is_right(asked, response),
                                     .confidence = response.confidence,
                                     .elapsed_ms = before.elapsed_ms,
                                     .remaining_ms = sitting_.remaining_ms()},
                           now);
    sitting_.respond(std::move(response), complete);
}

void MockExam::flag(bool on, Now now) {
    Sitting after = sitting_;
    after.flag(on);
    note(std::move(after), now);
}

void MockExam::strike(char letter, bool on, Now now) {
    if (sitting_.phase() != SittingPhase::asking) return;
    (void)accepted(question(), {.letters = std::string(1, letter)});
    Sitting after = sitting_;
    after.strike(letter, on);
    note(std::move(after), now);
}

void MockExam::highlight(std::vector<Highlight> highlights, Now now) {
    Sitting after = sitting_;
    after.highlight(std::move(highlights));
    note(std::move(after), now);
}

void MockExam::note(Sitting after, Now now) {
    if (sitting_.phase() != SittingPhase::asking) return;
    annotate(after, after.number(), Leaving::no, now);
    sitting_ = std::move(after);
}

std::optional<Notice> MockExam::elapse(std::int64_t ms, Now now) {
    if (ended()) {  // the disk refused the end before
        close(now);
        return std::nullopt;
    }
    if (!sitting_.running() || ms <= 0) return std::nullopt;
    const bool asking = sitting_.phase() == SittingPhase::asking;
    const auto notice = sitting_.elapse(ms);
    unkept_ms_ += ms;
    if (ended()) {
        if (asking) annotate(sitting_, sitting_.number(), Leaving::yes, now);
        close(now);
    } else if (unkept_ms_ >= keep_every_ms) {
        keep_clock(sitting_);
    }
    return notice;
}

void MockExam::end(Now now) {
    if (!sitting_.running()) return;
    if (sitting_.phase() == SittingPhase::asking) annotate(sitting_, sitting_.number(), Leaving::yes, now);
    Sitting after = sitting_;
    after.end(EndedBy::candidate);
    record_end(after, now);
    sitting_ = std::move(after);
}

void MockExam::close(Now now) {
    if (!closed_) record_end(sitting_, now);
}

void MockExam::record_end(const Sitting& after, Now now) {
    desk_->end_exam(final_answers(start_, read_exam_log(desk_->record(), start_)),
                    {.sitting = id(), .by = after.ended_by(), .remaining_ms = after.remaining_ms()}, now);
    closed_ = true;
}

}  // namespace collimate
