#include "engine/record/rows.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <bit>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"

namespace collimate {

using nlohmann::json;

namespace {

void fill(EventRow& row, const Answered& answer) {
    row.sitting = answer.sitting;
    row.item = answer.item;
    row.revision = answer.revision;
    row.draw = std::bit_cast<std::int64_t>(answer.seed);
    row.area = answer.area;
    row.difficulty = answer.difficulty;
    row.chance = answer.chance;
    row.fresh = answer.fresh;
    row.letters = answer.letters;
    row.entered = answer.number;
    row.correct = answer.right;
    row.confidence = static_cast<std::int64_t>(answer.confidence);
    row.elapsed_ms = answer.elapsed_ms;
    if (answer.mark) row.body = json_text({{"mark", {answer.mark->x, answer.mark->y}}});
}

void fill(EventRow& row, const SittingStarted& started) {
    row.body = json_text({{"kind", name_of(started.kind)},
                          {"seed", started.seed},
                          {"bank", started.bank_hash},
                          {"settings", started.settings},
                          {"items", started.items}});
}

/// Earlier versions wrote no body; nor does the end of anything but an exam.
void fill(EventRow& row, const SittingEnded& ended) {
    row.sitting = ended.sitting;
    if (!ended.by && !ended.remaining_ms) return;
    row.body = json_text({{"by", ended.by ? json(name_of(*ended.by)) : json(nullptr)},
                          {"remaining_ms", ended.remaining_ms ? json(*ended.remaining_ms) : json(nullptr)}});
}

void fill(EventRow& row, const Responded& response) {
    row.sitting = response.sitting;
    row.item = response.item;
    row.revision = response.revision;
    row.letters = response.letters;
    row.entered = response.entered;
    row.correct = response.right;
    row.confidence = static_cast<std::int64_t>(response.confidence);
    row.elapsed_ms = response.elapsed_ms;
    row.body = json_text({{"number", response.number},
                          {"complete", response.complete},
                          {"mark", response.mark ? json{response.mark->x, response.mark->y} : json(nullptr)},
                          {"remaining_ms", response.remaining_ms}});
}

void fill(EventRow& row, const Annotated& note) {
    json highlights = json::array();
    for (const Highlight& each : note.highlights) highlights.push_back(json::array({each.first, each.end}));
    row.sitting = note.sitting;
    row.elapsed_ms = note.elapsed_ms;
    row.body = json_text({{"number", note.number},
                          {"left", note.left},
                          {"flagged", note.flagged},
                          {"struck", note.struck},
                          {"highlights", highlights},
                          {"remaining_ms", note.remaining_ms}});
}

void fill(EventRow& row, const GoalSet& goal) {
    row.body = json_text({{"exam_day", goal.exam_day ? json(*goal.exam_day) : json(nullptr)},
                          {"minutes_per_day", goal.minutes_per_day}});
}

void fill(EventRow& row, const Flagged& flagged) {
    row.item = flagged.item;
    row.body = json_text({{"on", flagged.on}});
}

void fill(EventRow& row, const Noted& noted) {
    row.item = noted.item;
    row.body = json_text({{"text", noted.text}});
}

void fill(EventRow& row, const Reported& reported) {
    row.item = reported.item;
    row.revision = reported.revision;
    row.body = json_text({{"text", reported.text}});
}

void fill(EventRow& row, const ClockSetBack& clock) {
    row.body = json_text({{"was_ms", clock.was_ms}, {"is_ms", clock.is_ms}});
}

void fill(EventRow& row, const Rescored& rescored) {
    row.sitting = rescored.sitting;
    row.item = rescored.item;
    row.revision = rescored.revision;
    row.difficulty = rescored.difficulty;
    row.chance = rescored.chance;
    row.correct = rescored.right;
    row.body = json_text({{"answer", rescored.answer}});
}

void fill(EventRow& row, const OutcomeTold& outcome) {
    row.body = json_text({{"exam_day", outcome.exam_day},
                          {"passed", outcome.passed},
                          {"scaled", outcome.scaled ? json(*outcome.scaled) : json(nullptr)},
                          {"withdrawn", outcome.withdrawn}});
}

void fill(EventRow& row, const MemoryFitted& fitted) {
    row.body = json_text({{"parameters", fitted.parameters},
                          {"own", fitted.own},
                          {"of_class", fitted.of_class},
                          {"reviews", fitted.reviews},
                          {"held_out", fitted.held_out},
                          {"loss", fitted.loss},
                          {"default_loss", fitted.default_loss},
                          {"log_speed", fitted.log_speed},
                          {"log_speed_se", fitted.log_speed_se}});
}

Spot read_spot(const json& mark) { return {.x = mark.at(0).get<double>(), .y = mark.at(1).get<double>()}; }

/// The body of an answer; answers written before there were hot spots, and all others, have none.
std::optional<Spot> read_mark(const EventRow& row) {
    if (!row.body) return std::nullopt;
    return read_spot(parse_json(*row.body).at("mark"));
}

Confidence confidence_of(const EventRow& row) {
    const std::int64_t confidence = row.confidence.value();
    if (confidence < 0 || confidence > 3) throw std::bad_optional_access();
    return static_cast<Confidence>(confidence);
}

Answered read_answer(const EventRow& row) {
    return {.sitting = row.sitting.value(),
            .item = row.item.value(),
            .revision = static_cast<int>(row.revision.value()),
            .seed = std::bit_cast<std::uint64_t>(row.draw.value()),
            .area = row.area.value(),
            .difficulty = row.difficulty.value(),
            .chance = row.chance.value(),
            .fresh = row.fresh.value() != 0,
            .letters = row.letters.value(),
            .number = row.entered,
            .mark = read_mark(row),
            .right = row.correct.value() != 0,
            .confidence = confidence_of(row),
            .elapsed_ms = row.elapsed_ms.value()};
}

SittingEnded read_ended(const EventRow& row) {
    SittingEnded ended{.sitting = row.sitting.value()};
    if (!row.body) return ended;
    const json body = parse_json(*row.body);
    if (const json& by = body.at("by"); !by.is_null()) {
        ended.by = ended_by_from(by.get<std::string>()).value();
    }
    if (const json& left = body.at("remaining_ms"); !left.is_null()) ended.remaining_ms = left.get<std::int64_t>();
    return ended;
}

Responded read_response(const EventRow& row, const json& body) {
    return {.sitting = row.sitting.value(),
            .number = body.at("number").get<int>(),
            .item = row.item.value(),
            .revision = static_cast<int>(row.revision.value()),
            .letters = row.letters.value(),
            .entered = row.entered,
            .mark = body.at("mark").is_null() ? std::nullopt : std::optional(read_spot(body.at("mark"))),
            .complete = body.at("complete").get<bool>(),
            .right = row.correct.value() != 0,
            .confidence = confidence_of(row),
            .elapsed_ms = row.elapsed_ms.value(),
            .remaining_ms = body.at("remaining_ms").get<std::int64_t>()};
}

Annotated read_annotation(const EventRow& row, const json& body) {
    Annotated note{.sitting = row.sitting.value(),
                   .number = body.at("number").get<int>(),
                   .left = body.at("left").get<bool>(),
                   .flagged = body.at("flagged").get<bool>(),
                   .struck = body.at("struck").get<std::string>(),
                   .elapsed_ms = row.elapsed_ms.value(),
                   .remaining_ms = body.at("remaining_ms").get<std::int64_t>()};
    for (const json& each : body.at("highlights"))
        note.highlights.push_back({.first = each.at(0).get<int>(), .end = each.at(1).get<int>()});
    return note;
}

SittingStarted read_started(const json& body) {
    return {.kind = sitting_kind_from(body.at("kind").get<std::string>()).value(),
            .seed = body.at("seed").get<std::uint64_t>(),
            .bank_hash = body.at("bank").get<std::string>(),
            .settings = body.at("settings").get<std::string>(),
            .items = body.at("items").get<std::vector<std::string>>()};
}

GoalSet read_goal(const json& body) {
    const json& day = body.at("exam_day");
    return {.exam_day = day.is_null() ? std::nullopt : std::optional(day.get<Day>()),
            .minutes_per_day = body.at("minutes_per_day").get<int>()};
}

Rescored read_rescored(const EventRow& row, const json& body) {
    return {.answer = body.at("answer").get<std::int64_t>(),
            .sitting = row.sitting.value(),
            .item = row.item.value(),
            .revision = static_cast<int>(row.revision.value()),
            .difficulty = row.difficulty.value(),
            .chance = row.chance.value(),
            .right = row.correct.value() != 0};
}

OutcomeTold read_outcome(const json& body) {
    const json& scaled = body.at("scaled");
    return {.exam_day = body.at("exam_day").get<Day>(),
            .passed = body.at("passed").get<bool>(),
            .scaled = scaled.is_null() ? std::nullopt : std::optional(scaled.get<double>()),
            .withdrawn = body.at("withdrawn").get<bool>()};
}

MemoryFitted read_fitted(const json& body) {
    return {.parameters = body.at("parameters").get<FsrsParameters>(),
            .own = body.at("own").get<bool>(),
            .of_class = body.value("of_class", false),  // logs of before know of no class
            .reviews = body.at("reviews").get<std::int64_t>(),
            .held_out = body.at("held_out").get<std::int64_t>(),
            .loss = body.at("loss").get<double>(),
            .default_loss = body.at("default_loss").get<double>(),
            .log_speed = body.at("log_speed").get<double>(),
            .log_speed_se = body.at("log_speed_se").get<double>()};
}

EventBody read_body(const EventRow& row) {
    if (row.kind == "answered") return read_answer(row);
    if (row.kind == "sitting_ended") return read_ended(row);
    const json body = parse_json(row.body.value());
    if (row.kind == "sitting_started") return read_started(body);
    if (row.kind == "responded") return read_response(row, body);
    if (row.kind == "annotated") return read_annotation(row, body);
    if (row.kind == "goal_set") return read_goal(body);
    if (row.kind == "rescored") return read_rescored(row, body);
    if (row.kind == "outcome_told") return read_outcome(body);
    if (row.kind == "memory_fitted") return read_fitted(body);
    if (row.kind == "flagged") return Flagged{.item = row.item.value(), .on = body.at("on").get<bool>()};
    if (row.kind == "noted") return Noted{.item = row.item.value(), .text = body.at("text").get<std::string>()};
    if (row.kind == "reported")
        return Reported{.item = row.item.value(),
                        .revision = static_cast<int>(row.revision.value()),
                        .text = body.at("text").get<std::string>()};
    if (row.kind == "clock_set_back")
        return ClockSetBack{.was_ms = body.at("was_ms").get<TimeMs>(), .is_ms = body.at("is_ms").get<TimeMs>()};
    throw std::bad_optional_access();
}

/// Collects columns as tagged bytes, so that no two rows look the same.
class Bytes {
public:
    void add(std::int64_t value) { add_raw('i', std::bit_cast<std::array<char, 8>>(value)); }
    void add(double value) { add_raw('r', std::bit_cast<std::array<char, 8>>(value)); }
    void add(const std::string& text) {
        bytes_.push_back('t');
        add(static_cast<std::int64_t>(text.size()));
        bytes_ += text;
    }
    template <class T>
    void add(const std::optional<T>& value) {
        if (value)
            add(*value);
        else
            bytes_.push_back('n');
    }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    void add_raw(char tag, const std::array<char, 8>& raw) {
        bytes_.push_back(tag);
        bytes_.append(raw.data(), raw.size());
    }
    std::string bytes_;
};

template <class T>
void bind(SQLite::Statement& insert, int index, const std::optional<T>& value) {
    if (value)
        insert.bind(index, *value);
    else
        insert.bind(index);
}

std::optional<std::int64_t> integer_at(SQLite::Statement& select, int index) {
    const SQLite::Column column = select.getColumn(index);
    return column.isNull() ? std::nullopt : std::optional<std::int64_t>(column.getInt64());
}

std::optional<double> real_at(SQLite::Statement& select, int index) {
    const SQLite::Column column = select.getColumn(index);
    return column.isNull() ? std::nullopt : std::optional(column.getDouble());
}

std::optional<std::string> text_at(SQLite::Statement& select, int index) {
    const SQLite::Column column = select.getColumn(index);
    return column.isNull() ? std::nullopt : std::optional(column.getString());
}

}  // namespace

EventRow to_row(const Event& event) {
    EventRow row{.seq = event.seq, .at_ms = event.at_ms, .day = event.day, .exam = event.exam};
    row.kind = kind_of(event.body);
    std::visit([&](const auto& body) { fill(row, body); }, event.body);
    return row;
}

Event from_row(const EventRow& row) {
    try {
        return {.seq = row.seq, .at_ms = row.at_ms, .day = row.day, .exam = row.exam, .body = read_body(row)};
    } catch (const json::exception&) {
    } catch (const std::bad_optional_access&) {
    }
    throw Refused(fmt::format("event {} ({}) cannot be read: restore a backup", row.seq, row.kind));
}

std::int64_t checksum_of(const EventRow& row) {
    static constexpr std::array<unsigned char, crypto_shorthash_KEYBYTES> key = {
        'c', 'o', 'l', 'l', 'i', 'm', 'a', 't', 'e', ' ', 'r', 'e', 'c', 'o', 'r', 'd'};
    Bytes all;
    for (const std::int64_t value : {row.seq, row.device, row.number, row.at_ms, std::int64_t{row.day}}) all.add(value);
    all.add(row.exam);
    all.add(row.kind);
    all.add(row.sitting);
    all.add(row.item);
    all.add(row.revision);
    all.add(row.draw);
    all.add(row.area);
    all.add(row.difficulty);
    all.add(row.chance);
    all.add(row.fresh);
    all.add(row.letters);
    all.add(row.entered);
    all.add(row.correct);
    all.add(row.confidence);
    all.add(row.elapsed_ms);
    all.add(row.body);
    std::array<unsigned char, crypto_shorthash_BYTES> hash{};
    crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(all.bytes().data()), all.bytes().size(),
                     key.data());
    return std::bit_cast<std::int64_t>(hash);
}

void bind_row(SQLite::Statement& insert, const EventRow& row) {
    insert.bind(1, row.seq);
    insert.bind(2, row.device);
    insert.bind(3, row.number);
    insert.bind(4, row.at_ms);
    insert.bind(5, row.day);
    insert.bind(6, row.exam);
    insert.bind(7, row.kind);
    bind(insert, 8, row.sitting);
    bind(insert, 9, row.item);
    bind(insert, 10, row.revision);
    bind(insert, 11, row.draw);
    bind(insert, 12, row.area);
    bind(insert, 13, row.difficulty);
    bind(insert, 14, row.chance);
    bind(insert, 15, row.fresh);
    bind(insert, 16, row.letters);
    bind(insert, 17, row.entered);
    bind(insert, 18, row.correct);
    bind(insert, 19, row.confidence);
    bind(insert, 20, row.elapsed_ms);
    bind(insert, 21, row.body);
    insert.bind(22, checksum_of(row));
}

EventRow read_row(SQLite::Statement& select) {
    const EventRow row{.seq = select.getColumn(0).getInt64(),
                       .device = select.getColumn(1).getInt64(),
                       .number = select.getColumn(2).getInt64(),
                       .at_ms = select.getColumn(3).getInt64(),
                       .day = select.getColumn(4).getInt(),
                       .exam = select.getColumn(5).getString(),
                       .kind = select.getColumn(6).getString(),
                       .sitting = integer_at(select, 7),
                       .item = text_at(select, 8),
                       .revision = integer_at(select, 9),
                       .draw = integer_at(select, 10),
                       .area = text_at(select, 11),
                       .difficulty = real_at(select, 12),
                       .chance = real_at(select, 13),
                       .fresh = integer_at(select, 14),
                       .letters = text_at(select, 15),
                       .entered = real_at(select, 16),
                       .correct = integer_at(select, 17),
                       .confidence = integer_at(select, 18),
                       .elapsed_ms = integer_at(select, 19),
                       .body = text_at(select, 20)};
    if (select.getColumn(21).getInt64() != checksum_of(row))
        throw Refused(fmt::format("event {} does not match its checksum: restore a backup", row.seq));
    return row;
}

}  // namespace collimate
