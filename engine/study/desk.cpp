#include "engine/study/desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "engine/model/link.hpp"
#include "engine/study/desk_impl.hpp"
#include "engine/study/exam_result.hpp"
#include "engine/study/frame.hpp"

namespace collimate {
namespace {

/// The sitting an event within one belongs to; 0 for others.
SittingId sitting_of(const EventBody& body) {
    if (const auto* response = std::get_if<Responded>(&body)) return response->sitting;
    if (const auto* note = std::get_if<Annotated>(&body)) return note->sitting;
    if (const auto* rescored = std::get_if<Rescored>(&body)) return rescored->sitting;
    if (const auto* ended = std::get_if<SittingEnded>(&body)) return ended->sitting;
    return 0;
}

/// Where no goal is set.
constexpr int assumed_minutes_per_day = 30;

constexpr std::int64_t longest_answer_ms = 24 * 3600 * 1000;

void check_letters(const Instance& instance, const std::string& letters) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const bool shown = std::any_of(instance.choices.begin(), instance.choices.end(),
                                       [&](const Choice& choice) { return choice.letter == letters[i]; });
        if (!shown || letters.find(letters[i], i + 1) != std::string::npos)
            throw Refused(fmt::format("{}: option '{}' is not shown or chosen twice: choose among those shown",
                                      instance.item, letters[i]));
    }
}

void check_mark(const Instance& instance, Spot mark) {
    const auto inside = [](double share) { return share >= 0.0 && share <= 1.0; };
    if (instance.type != ItemType::hotspot || !inside(mark.x) || !inside(mark.y))
        throw Refused(
            fmt::format("{}: a mark belongs into the picture of a question that asks for one", instance.item));
}

}  // namespace

Response accepted(const Instance& instance, const Response& given) {
    if (given.mark) check_mark(instance, *given.mark);
    Response response = settled(instance, given);
    check_letters(instance, response.letters);
    return response;
}

Desk::Impl::Impl(const Bank& the_bank, Record& the_record)
    : bank(&the_bank),
      record(&the_record),
      outline(&the_bank.outline()),
      heads(the_bank.heads()),
      items(heads.size()),
      leaves(outline->leaves()),
      leaf_of_area(outline->areas.size(), -1),
      weights(area_weights(*outline)),
      points_of_item(heads.size()),
      published(exam_frame(*outline, heads)),
      frame(published),
      ability(published.category_of_leaf) {
    bank->check();
    for (std::size_t i = 0; i < leaves.size(); ++i)
        leaf_of_area[static_cast<std::size_t>(leaves[i])] = static_cast<int>(i);
    std::map<std::string, std::size_t> point_index;
    for (const LearningPoint& point : bank->points()) {
        point_index[point.id] = points.size();
        points.push_back({.id = point.id});
    }
    for (std::size_t ordinal = 0; ordinal < heads.size(); ++ordinal) {
        if (leaf_of_area[static_cast<std::size_t>(heads[ordinal].area)] < 0)
            throw Refused(fmt::format("{}: {} lies in no leaf of the outline: compile the bank anew",
                                      bank->file().string(), heads[ordinal].id));
        ordinals[heads[ordinal].id] = ordinal;
        items[ordinal] = state().item(heads[ordinal].id);
        for (const std::string& point : heads[ordinal].points)
            if (const auto found = point_index.find(point); found != point_index.end())
                points_of_item[ordinal].push_back(found->second);
    }
    std::map<Day, Ability> at_exam;
    replay(at_exam);
    if (state().outcomes.empty()) return;
    std::vector<SatExam> sat;
    for (const auto& [exam_day, outcome] : state().outcomes)
        sat.push_back({.ability = at_exam.at(exam_day), .passed = outcome.passed, .scaled = outcome.scaled});
    frame = linked_to(published, sat);
    replay(at_exam);
}

void Desk::Impl::replay(std::map<Day, Ability>& at_exam) {
    for (PointState& point : points) point = {.id = point.id};
    ability = Ability(published.category_of_leaf);
    exam_habits = {};
    history.clear();
    standings.reset();
    day.reset();
    first_day.reset();
    std::map<SittingId, std::pair<ExamStart, ExamLogReader>> exams;
    auto next_exam = state().outcomes.begin();
    record->each_event(outline->exam, 0, [&](const Event& event) {
        if (const auto* answer = std::get_if<Answered>(&event.body)) {
            for (; next_exam != state().outcomes.end() && event.day > next_exam->first; ++next_exam)
                at_exam.insert_or_assign(next_exam->first, ability);
            absorb(as_it_stands(state(), event.seq, *answer), event.day);
        }
        if (const auto* started = std::get_if<SittingStarted>(&event.body))
            if (const auto start = exam_start(event.seq, *started))
                exams.try_emplace(event.seq, *start, ExamLogReader(*start));
        const auto exam = exams.find(sitting_of(event.body));
        if (exam != exams.end()) exam->second.second.read(event);
    });
    for (; next_exam != state().outcomes.end(); ++next_exam) at_exam.insert_or_assign(next_exam->first, ability);
    for (const auto& [sitting, exam] : exams)
        if (exam.second.log().ended) absorb(exam.first, exam.second.log());
}

void Desk::Impl::absorb(const ExamStart& start, const ExamLog& log) {
    if (log.ended->by == EndedBy::declined) return;
    add_exam(exam_habits, scored_questions(*outline, start, log, Verdicts::as_they_stand));
}

std::optional<std::size_t> Desk::Impl::ordinal_of(std::string_view item_id) const {
    const auto found = ordinals.find(item_id);
    return found == ordinals.end() ? std::nullopt : std::optional(found->second);
}

const ItemHead& Desk::Impl::head_of(std::string_view item_id) const {
    const auto ordinal = ordinal_of(item_id);
    if (!ordinal)
        throw Refused(fmt::format("'{}' is not a question of {}: take an id of this bank", item_id, outline->exam));
    return heads[*ordinal];
}

/// Where the item lies now; for one the bank no longer holds, where it lay, or the leaf that took its area over.
std::optional<int> Desk::Impl::leaf_of(const Answered& answer) const {
    if (const auto ordinal = ordinal_of(answer.item))
        return leaf_of_area[static_cast<std::size_t>(heads[*ordinal].area)];
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const Area& area = outline->areas[static_cast<std::size_t>(leaves[i])];
        if (area.code == answer.area || std::find(area.was.begin(), area.was.end(), answer.area) != area.was.end())
            return static_cast<int>(i);
    }
    return std::nullopt;
}

DifficultyLabel Desk::Impl::label_of(const Answered& answer) const {
    const auto ordinal = ordinal_of(answer.item);
    if (!ordinal) return {.difficulty = answer.difficulty};
    return heads[*ordinal].label_for(answer.revision, answer.difficulty);
}

void Desk::Impl::absorb(const Answered& answer, Day event_day) {
    if (!first_day) first_day = event_day;
    const Day effective = study_day(*first_day, day.value_or(event_day), event_day);
    if (day && effective > *day) finish_day(*day);
    day = effective;
    first_day = std::min(*first_day, effective);
    standings.reset();
    const std::optional<int> leaf = leaf_of(answer);
    if (answer.fresh && leaf) {
        const Evidence evidence = {
            .leaf = *leaf,
            .difficulty = shrunk_difficulty(label_of(answer), published.difficulty_of(static_cast<std::size_t>(*leaf))),
            .chance = answer.chance,
            .right = answer.right};
        ability.answer(effective, &evidence);
    } else if (answer.fresh) {
        ability.answer(effective, nullptr);
    } else {
        ability.repeat(effective);
    }
    const auto ordinal = ordinal_of(answer.item);
    if (!ordinal) return;
    for (const std::size_t index : points_of_item[*ordinal]) {
        PointState& point = points[index];
        ++point.met;
        point.right += answer.right ? 1 : 0;
        point.last_right = answer.right;
        point.history.add(answer.fresh, answer.right, effective);
    }
}

void Desk::Impl::finish_day(Day finished) {
    const Forecast at_end = collimate::forecast(frame, ability, {});
    history.push_back({.day = finished, .p_pass = at_end.p_pass, .scaled = at_end.scaled});
}

void Desk::Impl::refresh(const std::string& item_id) {
    if (const auto ordinal = ordinal_of(item_id)) items[*ordinal] = state().item(item_id);
}

const std::vector<LeafStanding>& Desk::Impl::leaf_standings() const {
    if (!standings) standings = collimate::standings(frame, ability);
    return *standings;
}

double Desk::Impl::retrievability_at(std::size_t ordinal, Day at) const {
    const ItemState& item = items[ordinal];
    return item.seen()
               ? retrievability(state().model.parameters, std::max(0, at - item.last_day), item.memory.stability)
               : 0.0;
}

int Desk::Impl::minutes_per_day() const {
    const int minutes = state().goal.minutes_per_day;
    return minutes > 0 ? minutes : assumed_minutes_per_day;
}

int Desk::minutes_per_day() const { return impl_->minutes_per_day(); }

Desk::Desk(const Bank& bank, Record& record) : impl_(std::make_unique<Impl>(bank, record)) {}
Desk::Desk(Desk&&) noexcept = default;
Desk& Desk::operator=(Desk&&) noexcept = default;
Desk::~Desk() = default;

const Bank& Desk::bank() const { return *impl_->bank; }

const Outline& Desk::outline() const { return *impl_->outline; }

Record& Desk::record() const { return *impl_->record; }

const ExamState& Desk::state() const { return impl_->state(); }

const std::vector<ItemHead>& Desk::heads() const { return impl_->heads; }

const ExamFrame& Desk::frame() const { return impl_->frame; }

const Ability& Desk::ability() const { return impl_->ability; }

void Desk::set_goal(std::optional<Day> exam_day, int minutes_per_day, Now now) {
    if (minutes_per_day < 1 || minutes_per_day > 24 * 60)
        throw Refused(fmt::format("{} minutes a day is not possible: name 1 to 1440", minutes_per_day));
    record().append(outline().exam, GoalSet{.exam_day = exam_day, .minutes_per_day = minutes_per_day}, now);
}

SittingId Desk::start_sitting(SittingStarted sitting, Now now) {
    sitting.bank_hash = bank().hash();
    return record().append(outline().exam, std::move(sitting), now).seq;
}

void Desk::end_sitting(SittingId sitting, Now now) {
    record().append(outline().exam, SittingEnded{.sitting = sitting}, now);
}

Instance Desk::present(std::string_view item_id) const {
    (void)impl_->head_of(item_id);
    const std::int64_t seen = state().item(item_id).all.answers;
    const std::uint64_t own = hash_of(item_id) ^ hash_of(record().candidate());
    return collimate::present(bank().item(item_id), derive(own, static_cast<std::uint64_t>(seen)));
}

AnswerResult Desk::answer(SittingId sitting, const Instance& instance, const Response& given, Now now) {
    const Response response = accepted(instance, given);
    const ItemHead& head = impl_->head_of(instance.item);
    const std::size_t ordinal = static_cast<std::size_t>(head.ordinal);
    const ItemState before = impl_->items[ordinal];
    Answered answer = {.sitting = sitting,
                       .item = instance.item,
                       .revision = instance.revision,
                       .seed = instance.seed,
                       .area = outline().areas[static_cast<std::size_t>(head.area)].code,
                       .difficulty = head.difficulty,
                       .chance = head.chance,
                       .fresh = head.parametric || !before.seen(),
                       .letters = response.letters,
                       .number = response.number,
                       .mark = response.mark,
                       .right = is_right(instance, response),
                       .confidence = response.confidence,
                       .elapsed_ms = std::clamp<std::int64_t>(response.elapsed_ms, 0, longest_answer_ms)};
    AnswerResult result = {.right = answer.right, .fresh = answer.fresh};
    result.rating = rating_of(answer.right, answer.confidence, answer.elapsed_ms, state().pace.median());
    const Day today = study_day(impl_->first_day.value_or(now.day), state().day, now.day);
    if (before.seen()) result.retrievability = impl_->retrievability_at(ordinal, today);
    for (const std::size_t index : impl_->points_of_item[ordinal])
        result.points.push_back({.id = bank().points()[index].id,
                                 .text = bank().points()[index].text,
                                 .met_before = impl_->points[index].met});
    const Event event = record().append(outline().exam, answer, now);
    impl_->absorb(answer, event.day);
    impl_->refresh(answer.item);
    result.seq = event.seq;
    result.stability = impl_->items[ordinal].memory.stability;
    result.due = impl_->items[ordinal].due;
    return result;
}

void Desk::end_exam(std::vector<Answered> answers, SittingEnded ended, Now now) {
    std::vector<EventBody> bodies;
    for (Answered& answer : answers) {
        const auto ordinal = impl_->ordinal_of(answer.item);
        const bool drawn_anew = ordinal && impl_->heads[*ordinal].parametric;
        answer.fresh = drawn_anew || !state().item(answer.item).seen();
        answer.elapsed_ms = std::clamp<std::int64_t>(answer.elapsed_ms, 0, longest_answer_ms);
        bodies.emplace_back(answer);
    }
    bodies.emplace_back(ended);
    const std::vector<Event> events = record().append_all(outline().exam, std::move(bodies), now);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        impl_->absorb(answers[i], events[i].day);
        impl_->refresh(answers[i].item);
    }
    const auto sitting = state().sittings.find(ended.sitting);
    const auto start =
        sitting == state().sittings.end() ? std::nullopt : exam_start(sitting->first, sitting->second.started);
    if (start) impl_->absorb(*start, read_exam_log(record(), *start));
}

void Desk::flag(std::string_view item_id, bool on, Now now) {
    const std::string id = impl_->head_of(item_id).id;
    record().append(outline().exam, Flagged{.item = id, .on = on}, now);
    impl_->refresh(id);
}

void Desk::note(std::string_view item_id, std::string text, Now now) {
    const std::string id = impl_->head_of(item_id).id;
    record().append(outline().exam, Noted{.item = id, .text = std::move(text)}, now);
    impl_->refresh(id);
}

void Desk::report(std::string_view item_id, std::string text, Now now) {
    const ItemHead& head = impl_->head_of(item_id);
    record().append(outline().exam, Reported{.item = head.id, .revision = head.revision, .text = std::move(text)}, now);
}

const std::vector<DayForecast>& Desk::history() const { return impl_->history; }

std::uint64_t Desk::digest() const {
    const std::vector<std::byte> bytes = impl_->ability.save();
    const std::string_view view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::uint64_t sum = derive(collimate::digest(state()), hash_of(view));
    for (const ModelVersion& model : models()) {
        sum = derive(sum, hash_of(model.name));
        for (const double parameter : model.parameters) sum = derive(sum, std::bit_cast<std::uint64_t>(parameter));
    }
    return sum;
}

std::vector<ModelVersion> Desk::models() const {
    const MemoryModel& memory = state().model;
    ModelVersion of_memory = {.name = memory.name, .parameters = {memory.parameters.begin(), memory.parameters.end()}};
    of_memory.parameters.push_back(memory.wanted);
    return {of_memory, ability_model(frame(), impl_->published.b_ref, heads())};
}

Habits Desk::habits() const {
    Habits habits = impl_->exam_habits;
    habits.by_confidence = state().sureness;
    habits.by_speed = state().by_speed;
    return habits;
}

}  // namespace collimate
