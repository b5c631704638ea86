// What a candidate can take along: everything as JSON lines, answers as CSV.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/base/csv.hpp"
#include "engine/base/json_text.hpp"
#include "engine/record/record.hpp"
#include "engine/record/rows.hpp"

namespace collimate {

using nlohmann::json;

namespace {

template <class T>
void put(json& object, const char* name, const std::optional<T>& value) {
    if (value) object[name] = *value;
}

json exported(const Event& event) {
    const EventRow row = to_row(event);
    json object = {{"seq", row.seq},     {"at", format_time(row.at_ms)},
                   {"at_ms", row.at_ms}, {"day", format_day(row.day)},
                   {"exam", row.exam},   {"kind", row.kind}};
    put(object, "sitting", row.sitting);
    put(object, "item", row.item);
    put(object, "revision", row.revision);
    put(object, "area", row.area);
    put(object, "difficulty", row.difficulty);
    put(object, "chance", row.chance);
    put(object, "letters", row.letters);
    put(object, "number", row.entered);
    put(object, "elapsed_ms", row.elapsed_ms);
    if (const auto* answer = std::get_if<Answered>(&event.body)) {
        object["draw"] = fmt::format("{:016x}", answer->seed);
        object["fresh"] = answer->fresh;
        object["right"] = answer->right;
        object["confidence"] = name_of(answer->confidence);
    }
    if (const auto* response = std::get_if<Responded>(&event.body)) {
        object["right"] = response->right;
        object["confidence"] = name_of(response->confidence);
    }
    if (const auto* answer = std::get_if<Answered>(&event.body); answer && answer->mark)
        object["mark"] = {answer->mark->x, answer->mark->y};
    else if (row.body)
        object["body"] = parse_json(*row.body);
    return object;
}

std::string csv_line(const Event& event, const Answered& answer) {
    return fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", event.seq, csv_text(format_time(event.at_ms)),
        csv_text(format_day(event.day)), csv_text(event.exam), answer.sitting, csv_text(answer.item), answer.revision,
        csv_text(fmt::format("{:016x}", answer.seed)), csv_text(answer.area), answer.difficulty, answer.chance,
        answer.fresh ? 1 : 0, csv_text(answer.letters), answer.number ? fmt::format("{}", *answer.number) : "",
        answer.mark ? fmt::format("{},{}", answer.mark->x, answer.mark->y) : ",", answer.right ? 1 : 0,
        csv_text(name_of(answer.confidence)), static_cast<double>(answer.elapsed_ms) / 1000.0);
}

}  // namespace

void Record::export_json(std::ostream& out, std::string_view exam) const {
    out << json_text(json{
               {"format", "collimate-record"}, {"version", 1}, {"candidate", candidate()}, {"last_seq", last_seq()}})
        << '\n';
    each_event(exam, 0, [&](const Event& event) { out << json_text(exported(event)) << '\n'; });
}

void Record::export_csv(std::ostream& out, std::string_view exam) const {
    out << "seq,time,day,exam,sitting,item,revision,draw,area,difficulty,chance,fresh,letters,number,mark_x,mark_y,"
           "right,confidence,seconds\n";
    each_event(exam, 0, [&](const Event& event) {
        if (const auto* answer = std::get_if<Answered>(&event.body)) out << csv_line(event, *answer);
    });
}

}  // namespace collimate
