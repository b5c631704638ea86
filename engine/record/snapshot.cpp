#include "engine/record/snapshot.hpp"

#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"

namespace collimate {

using nlohmann::json;

namespace {

json to_json(const Tally& tally) { return json::array({tally.answers, tally.right}); }

Tally tally_from(const json& value) {
    return {.answers = value.at(0).get<std::int64_t>(), .right = value.at(1).get<std::int64_t>()};
}

template <class T>
json to_json(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

template <class T>
std::optional<T> optional_from(const json& value) {
    return value.is_null() ? std::nullopt : std::optional(value.get<T>());
}

json to_json(const ItemState& item) {
    return json::array({item.memory.stability, item.memory.difficulty, item.last_day, item.due, item.last_seq,
                        item.last_revision, item.last_difficulty, item.last_chance, item.mixed, item.last_right,
                        item.flagged, to_json(item.all), to_json(item.fresh), item.note});
}

ItemState item_from(const json& value) {
    return {.memory = {.stability = value.at(0).get<double>(), .difficulty = value.at(1).get<double>()},
            .last_day = value.at(2).get<Day>(),
            .due = value.at(3).get<Day>(),
            .last_seq = value.at(4).get<std::int64_t>(),
            .last_revision = value.at(5).get<int>(),
            .last_difficulty = value.at(6).get<double>(),
            .last_chance = value.at(7).get<double>(),
            .mixed = value.at(8).get<bool>(),
            .last_right = value.at(9).get<bool>(),
            .flagged = value.at(10).get<bool>(),
            .all = tally_from(value.at(11)),
            .fresh = tally_from(value.at(12)),
            .note = value.at(13).get<std::string>()};
}

json to_json(const SittingState& sitting) {
    const SittingStarted& started = sitting.started;
    return json::array({name_of(started.kind), started.seed, started.bank_hash, started.settings, started.items,
                        sitting.at_ms, sitting.day, to_json(sitting.answers), sitting.elapsed_ms,
                        to_json(sitting.ended_ms)});
}

SittingState sitting_from(const json& value) {
    return {.started = {.kind = sitting_kind_from(value.at(0).get<std::string>()).value(),
                        .seed = value.at(1).get<std::uint64_t>(),
                        .bank_hash = value.at(2).get<std::string>(),
                        .settings = value.at(3).get<std::string>(),
                        .items = value.at(4).get<std::vector<std::string>>()},
            .at_ms = value.at(5).get<TimeMs>(),
            .day = value.at(6).get<Day>(),
            .answers = tally_from(value.at(7)),
            .elapsed_ms = value.at(8).get<std::int64_t>(),
            .ended_ms = optional_from<TimeMs>(value.at(9))};
}

json to_json(const DayState& day) { return json::array({to_json(day.answers), day.elapsed_ms, day.fresh}); }

DayState day_from(const json& value) {
    return {.answers = tally_from(value.at(0)),
            .elapsed_ms = value.at(1).get<std::int64_t>(),
            .fresh = value.at(2).get<int>()};
}

json to_json(const Observed& observed) {
    return json::array({observed.answers, observed.right, observed.expected, observed.chance});
}

Observed observed_from(const json& value) {
    return {.answers = value.at(0).get<std::int64_t>(),
            .right = value.at(1).get<std::int64_t>(),
            .expected = value.at(2).get<double>(),
            .chance = value.at(3).get<double>()};
}

json to_json(const Verdict& verdict) {
    return json::array({verdict.revision, verdict.difficulty, verdict.chance, verdict.right});
}

Verdict verdict_from(const json& value) {
    return {.revision = value.at(0).get<int>(),
            .difficulty = value.at(1).get<double>(),
            .chance = value.at(2).get<double>(),
            .right = value.at(3).get<bool>()};
}

json to_json(const RealOutcome& outcome) { return json::array({outcome.passed, to_json(outcome.scaled)}); }

RealOutcome outcome_from(const json& value) {
    return {.passed = value.at(0).get<bool>(), .scaled = optional_from<double>(value.at(1))};
}

json to_json(const MemoryModel& model) {
    return {{"name", model.name}, {"parameters", model.parameters}, {"wanted", model.wanted}, {"fitted", model.fitted}};
}

json to_json(const std::optional<MemoryFit>& fit) {
    if (!fit) return nullptr;
    return json::array({fit->day, fit->told.parameters, fit->told.own, fit->told.reviews, fit->told.held_out,
                        fit->told.loss, fit->told.default_loss, fit->told.log_speed, fit->told.log_speed_se,
                        fit->told.of_class});
}

std::optional<MemoryFit> fit_from(const json& value) {
    if (value.is_null()) return std::nullopt;
    return MemoryFit{.day = value.at(0).get<Day>(),
                     .told = {.parameters = value.at(1).get<FsrsParameters>(),
                              .own = value.at(2).get<bool>(),
                              .of_class = value.at(9).get<bool>(),
                              .reviews = value.at(3).get<std::int64_t>(),
                              .held_out = value.at(4).get<std::int64_t>(),
                              .loss = value.at(5).get<double>(),
                              .default_loss = value.at(6).get<double>(),
                              .log_speed = value.at(7).get<double>(),
                              .log_speed_se = value.at(8).get<double>()}};
}

MemoryModel model_from(const json& value) {
    return {.name = value.at("name").get<std::string>(),
            .parameters = value.at("parameters").get<FsrsParameters>(),
            .wanted = value.at("wanted").get<double>(),
            .fitted = value.at("fitted").get<std::int64_t>()};
}

/// Maps with integer keys, as lists of [key, value] in key order.
template <class Map>
json pairs(const Map& map) {
    json list = json::array();
    for (const auto& [key, value] : map) list.push_back(json::array({key, to_json(value)}));
    return list;
}

ExamState read_state(const json& root) {
    ExamState state;
    state.model = model_from(root.at("model"));
    state.applied = root.at("applied").get<std::int64_t>();
    state.day = root.at("day").get<Day>();
    state.goal = {.exam_day = optional_from<Day>(root.at("exam_day")),
                  .minutes_per_day = root.at("minutes_per_day").get<int>()};
    state.all = tally_from(root.at("all"));
    state.fresh = tally_from(root.at("fresh"));
    for (std::size_t i = 0; i < state.by_confidence.size(); ++i)
        state.by_confidence[i] = tally_from(root.at("by_confidence").at(i));
    for (std::size_t i = 0; i < state.sureness.size(); ++i)
        state.sureness[i] = observed_from(root.at("sureness").at(i));
    for (std::size_t i = 0; i < state.by_speed.size(); ++i)
        state.by_speed[i] = observed_from(root.at("by_speed").at(i));
    state.fit = fit_from(root.at("fit"));
    for (const json& outcome : root.at("outcomes"))
        state.outcomes[outcome.at(0).get<Day>()] = outcome_from(outcome.at(1));
    for (const json& rescored : root.at("rescored"))
        state.rescored[rescored.at(0).get<std::int64_t>()] = verdict_from(rescored.at(1));
    for (const json& time : root.at("pace")) state.pace.add(time.get<std::int64_t>());
    for (const auto& [id, item] : root.at("items").items()) state.items[id] = item_from(item);
    for (const json& day : root.at("days")) state.days[day.at(0).get<Day>()] = day_from(day.at(1));
    for (const json& sitting : root.at("sittings"))
        state.sittings[sitting.at(0).get<SittingId>()] = sitting_from(sitting.at(1));
    state.reports = root.at("reports").get<int>();
    state.clock_set_back = root.at("clock_set_back").get<int>();
    return state;
}

}  // namespace

std::string state_to_json(const ExamState& state) {
    json root;
    root["model"] = to_json(state.model);
    root["applied"] = state.applied;
    root["day"] = state.day;
    root["exam_day"] = to_json(state.goal.exam_day);
    root["minutes_per_day"] = state.goal.minutes_per_day;
    root["all"] = to_json(state.all);
    root["fresh"] = to_json(state.fresh);
    for (const Tally& tally : state.by_confidence) root["by_confidence"].push_back(to_json(tally));
    for (const Observed& observed : state.sureness) root["sureness"].push_back(to_json(observed));
    for (const Observed& observed : state.by_speed) root["by_speed"].push_back(to_json(observed));
    root["fit"] = to_json(state.fit);
    root["outcomes"] = pairs(state.outcomes);
    root["rescored"] = pairs(state.rescored);
    root["pace"] = state.pace.times();
    root["items"] = json::object();
    for (const auto& [id, item] : state.items) root["items"][id] = to_json(item);
    root["days"] = pairs(state.days);
    root["sittings"] = pairs(state.sittings);
    root["reports"] = state.reports;
    root["clock_set_back"] = state.clock_set_back;
    return json_text(root);
}

std::optional<ExamState> state_from_json(std::string_view text) {
    try {
        return read_state(parse_json(text));
    } catch (const json::exception&) {
        return std::nullopt;
    } catch (const std::bad_optional_access&) {
        return std::nullopt;
    }
}

}  // namespace collimate
