#include "engine/study/session.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"
#include "engine/base/random.hpp"

namespace collimate {

using nlohmann::json;

namespace {

template <class T>
json or_null(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

std::string to_text(const SessionSettings& settings) {
    return json_text(json{{"policy", settings.policy ? json(name_of(*settings.policy)) : json(nullptr)},
                          {"areas", settings.filter.areas},
                          {"state", name_of(settings.filter.state)},
                          {"difficulty", name_of(settings.filter.difficulty)},
                          {"length", settings.length},
                          {"feedback", settings.feedback == Feedback::each ? "each" : "at_end"},
                          {"minutes", or_null(settings.minutes)}});
}

/// The settings an earlier run wrote; absent when they were not written by a session.
std::optional<SessionSettings> settings_from(const SittingStarted& started) {
    try {
        const json root = parse_json(started.settings);
        SessionSettings settings = {.kind = started.kind};
        if (!root.at("policy").is_null()) settings.policy = policy_from(root.at("policy").get<std::string>()).value();
        settings.filter.areas = root.at("areas").get<std::vector<std::string>>();
        settings.filter.state = pool_state_from(root.at("state").get<std::string>()).value();
        settings.filter.difficulty = difficulty_band_from(root.at("difficulty").get<std::string>()).value();
        settings.length = root.at("length").get<int>();
        settings.feedback = root.at("feedback") == "each" ? Feedback::each : Feedback::at_end;
        if (!root.at("minutes").is_null()) settings.minutes = root.at("minutes").get<int>();
        return settings;
    } catch (const json::exception&) {
    } catch (const std::bad_optional_access&) {
    }
    return std::nullopt;
}

SessionAnswer session_answer(const Answered& answer) {
    return {.item = answer.item,
            .area = answer.area,
            .letters = answer.letters,
            .number = answer.number,
            .mark = answer.mark,
            .right = answer.right,
            .confidence = answer.confidence,
            .elapsed_ms = answer.elapsed_ms,
            .seed = answer.seed};
}

void count(Tally& tally, bool right) {
    ++tally.answers;
    tally.right += right ? 1 : 0;
}

}  // namespace

Session Session::start(Desk& desk, SessionSettings settings, Now now, std::uint64_t seed) {
    desk.take_class_memory(now);
    Session session(desk);
    session.settings_ = std::move(settings);
    session.seed_ = seed;
    if (!session.settings_.policy)
        for (const std::int64_t ordinal : desk.draw(session.settings_.filter, session.settings_.length, now.day, seed))
            session.queue_.push_back(desk.heads()[static_cast<std::size_t>(ordinal)].id);
    if (!session.draw_next(now)) {
        session.phase_ = Phase::finished;
        return session;
    }
    session.sitting_ = desk.start_sitting(
        {.kind = session.settings_.kind, .seed = seed, .settings = to_text(session.settings_), .items = session.queue_},
        now);
    return session;
}

std::optional<Session> Session::resume(Desk& desk, SittingKind kind, Now now) {
    const auto sitting = desk.state().open_sitting(kind);
    if (!sitting) return std::nullopt;
    const SittingStarted started = desk.state().sittings.at(*sitting).started;
    const auto settings = settings_from(started);
    if (!settings) return std::nullopt;
    Session session(desk);
    session.settings_ = *settings;
    session.sitting_ = *sitting;
    session.seed_ = started.seed;
    for (const Event& event : desk.record().answers_of(*sitting)) {
        session.answers_.push_back(
            session_answer(as_it_stands(desk.state(), event.seq, std::get<Answered>(event.body))));
        if (!settings->policy) session.queue_.push_back(session.answers_.back().item);
    }
    // A bank that was mended in between may have retired what was still to come.
    for (const std::string& item : started.items) {
        const auto ordinal = desk.bank().find(item);
        const bool answered = std::find(session.queue_.begin(), session.queue_.end(), item) != session.queue_.end();
        if (!answered && ordinal && !desk.heads()[static_cast<std::size_t>(*ordinal)].retired)
            session.queue_.push_back(item);
    }
    session.move_on(now);
    return session;
}

int Session::number() const {
    const auto answered = static_cast<int>(answers_.size());
    return phase_ == Phase::asking ? answered + 1 : answered;
}

std::optional<int> Session::length() const {
    if (!settings_.policy) return static_cast<int>(queue_.size());
    return settings_.length > 0 ? std::optional(std::max(settings_.length, number())) : std::nullopt;
}

const Instance& Session::question() const {
    assert(phase_ != Phase::finished);
    return question_;
}

const AnswerResult& Session::result() const { return result_; }

const Response& Session::response() const { return response_; }

/// Puts the next question on the screen; false when there is none.
bool Session::draw_next(Now now) {
    if (settings_.policy) {
        if (settings_.length > 0 && static_cast<int>(answers_.size()) >= settings_.length) return false;
        const auto next = desk_->next(*settings_.policy, now, seed_, settings_.filter);
        if (!next) return false;
        choice_ = next->choice;
        question_ = desk_->present(desk_->heads()[static_cast<std::size_t>(next->ordinal)].id);
        why_ = next->why;
    } else {
        if (answers_.size() >= queue_.size()) return false;
        question_ = desk_->present(queue_[answers_.size()]);
        why_ = settings_.filter.state == PoolState::due ? Why::due_review : Why::random;
    }
    phase_ = Phase::asking;
    return true;
}

void Session::move_on(Now now) {
    if (!draw_next(now)) end(now);
}

void Session::submit(const Response& given, Now now) {
    assert(phase_ == Phase::asking);
    const Response response = settled(question_, given);
    const std::size_t area =
        static_cast<std::size_t>(desk_->heads()[static_cast<std::size_t>(*desk_->bank().find(question_.item))].area);
    result_ = desk_->answer(sitting_, question_, response, now);
    response_ = response;
    answers_.push_back({.item = question_.item,
                        .area = desk_->outline().areas[area].code,
                        .letters = response.letters,
                        .number = response.number,
                        .mark = response.mark,
                        .right = result_.right,
                        .confidence = response.confidence,
                        .elapsed_ms = response.elapsed_ms,
                        .seed = question_.seed});
    phase_ = Phase::feedback;
    if (settings_.feedback == Feedback::at_end) move_on(now);
}

void Session::advance(Now now) {
    assert(phase_ == Phase::feedback);
    move_on(now);
}

/// A question of the leaf of the present one that may be put in now.
std::optional<std::int64_t> Session::related(Now now) const {
    const ItemHead& here = desk_->heads()[static_cast<std::size_t>(*desk_->bank().find(question_.item))];
    const auto& code = desk_->outline().areas[static_cast<std::size_t>(here.area)].code;
    std::vector<std::int64_t> fresh;
    std::optional<std::int64_t> oldest;
    std::int64_t oldest_seq = 0;
    for (const std::int64_t ordinal : desk_->pool({.areas = {code}}, now.day)) {
        const ItemHead& head = desk_->heads()[static_cast<std::size_t>(ordinal)];
        const ItemState& state = desk_->state().item(head.id);
        const bool queued = std::find(queue_.begin(), queue_.end(), head.id) != queue_.end();
        const bool sibling = !head.family.empty() && head.family == here.family;
        if (queued || sibling || head.id == here.id || (state.seen() && state.last_day >= now.day)) continue;
        if (!state.seen()) fresh.push_back(ordinal);
        if (state.seen() && (!oldest || state.last_seq < oldest_seq)) {
            oldest = ordinal;
            oldest_seq = state.last_seq;
        }
    }
    if (fresh.empty()) return oldest;
    return fresh[Random(derive(seed_, answers_.size())).below(fresh.size())];
}

bool Session::another(Now now) {
    assert(phase_ == Phase::feedback);
    const auto ordinal = related(now);
    if (!ordinal) return false;
    const std::string& id = desk_->heads()[static_cast<std::size_t>(*ordinal)].id;
    if (!settings_.policy) queue_.insert(queue_.begin() + static_cast<std::ptrdiff_t>(answers_.size()), id);
    question_ = desk_->present(id);
    why_ = Why::random;
    choice_.reset();
    phase_ = Phase::asking;
    return true;
}

void Session::end(Now now) {
    if (phase_ == Phase::finished) return;
    desk_->end_sitting(sitting_, now);
    phase_ = Phase::finished;
}

SessionSummary Session::summary() const {
    SessionSummary summary = {.answers = answers_};
    std::map<int, Tally> by_area;
    for (const SessionAnswer& answer : answers_) {
        count(summary.all, answer.right);
        count(summary.by_confidence[static_cast<std::size_t>(answer.confidence)], answer.right);
        summary.elapsed_ms += answer.elapsed_ms;
        if (const auto area = desk_->outline().find(answer.area)) count(by_area[*area], answer.right);
        const auto ordinal = desk_->bank().find(answer.item);
        if (answer.right || !ordinal) continue;
        const ItemHead& head = desk_->heads()[static_cast<std::size_t>(*ordinal)];
        auto& missed = summary.points_missed;
        if (!head.points.empty() && std::find(missed.begin(), missed.end(), head.points.front()) == missed.end())
            missed.push_back(head.points.front());
    }
    for (const auto& [area, tally] : by_area) summary.areas.push_back({.area = area, .tally = tally});
    return summary;
}

}  // namespace collimate
