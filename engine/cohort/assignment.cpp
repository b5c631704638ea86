#include "engine/cohort/assignment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/base/characters.hpp"
#include "engine/base/json_text.hpp"

namespace collimate::cohort {
namespace {

constexpr std::string_view assignment_format = "collimate-assignment";
constexpr int assignment_version = 1;
constexpr std::size_t longest_assignment_file = 256U << 10;
constexpr std::size_t longest_assignment_word = 120;
constexpr int deepest_assignment = 3;

nlohmann::json or_nothing(const std::optional<Day>& day) {
    return day ? nlohmann::json(format_day(*day)) : nlohmann::json(nullptr);
}

bool one_plain_line(const std::string& text, std::size_t longest) {
    return !text.empty() && text.size() <= longest && is_utf8(text) && !find_bad_character(text) &&
           text.find('\n') == std::string::npos;
}

bool plain_words(const std::vector<std::string>& words) {
    return std::all_of(words.begin(), words.end(),
                       [](const std::string& word) { return one_plain_line(word, longest_assignment_word); });
}

Day day_in(const nlohmann::json& value) {
    const auto day = parse_day(value.get_ref<const std::string&>());
    if (!day) throw Refused(fmt::format("\"{}\" is no day", visible(value.get<std::string>())));
    return *day;
}

AssignmentFile assignment_from(const nlohmann::json& root) {
    if (!root.is_object() || root.value("format", "") != assignment_format)
        throw Refused("it is no assignment: choose the file your programme sent");
    if (root.at("version") != assignment_version)
        throw Refused("it was written by a newer Collimate: update this one, or ask for an older file");
    AssignmentFile file;
    file.code = root.at("class").get<std::string>();
    const auto id = id_from_hex<AssignmentId>(root.at("id").get_ref<const std::string&>());
    if (!id) throw Refused("its id is damaged: ask for the file again");
    file.id = *id;
    file.title = root.at("title").get<std::string>();
    file.exam = root.at("exam").get<std::string>();
    file.items = root.at("items").get<std::vector<std::string>>();
    file.areas = root.at("areas").get<std::vector<std::string>>();
    file.given = day_in(root.at("given"));
    if (!root.at("due").is_null()) file.due = day_in(root.at("due"));
    if (const std::string fault = assignment_fault(file); !fault.empty()) throw Refused(fault);
    return file;
}

std::string text_of(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) throw Refused("there is no such file: check its name");
    std::ifstream in(file, std::ios::binary);
    std::string text(longest_assignment_file + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad() || !in.is_open()) throw Refused("it cannot be read: check its permissions");
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > longest_assignment_file)
        throw Refused("it is too large for an assignment: choose the file your programme sent");
    return text;
}

}  // namespace

Assignment assignment_of(const AssignmentFile& file, const CohortId& cohort) {
    return {.id = file.id,
            .cohort = cohort,
            .title = file.title,
            .exam = file.exam,
            .items = file.items,
            .areas = file.areas,
            .given = file.given,
            .due = file.due};
}

AssignmentFile file_of(const Assignment& assignment, const std::string& code) {
    return {.code = code,
            .id = assignment.id,
            .title = assignment.title,
            .exam = assignment.exam,
            .items = assignment.items,
            .areas = assignment.areas,
            .given = assignment.given,
            .due = assignment.due};
}

std::string assignment_fault(const AssignmentFile& file) {
    if (!one_plain_line(file.title, longest_assignment_title))
        return fmt::format("a title has 1 to {} characters on one line: give it one", longest_assignment_title);
    if (!one_plain_line(file.code, 64)) return "it names no class: give the code of one";
    if (!one_plain_line(file.exam, longest_assignment_word)) return "it names no exam: give an exam code";
    if (file.items.empty() == file.areas.empty()) return "it assigns either questions or areas: give one of the two";
    if (file.items.size() > most_assigned_items)
        return fmt::format("it has more than {} questions: make several assignments of it", most_assigned_items);
    if (file.areas.size() > most_assigned_areas) return "it has too many areas: name the areas above them";
    if (!plain_words(file.items) || !plain_words(file.areas))
        return "an id of a question or area in it is damaged: write the assignment anew";
    const std::set<std::string> different(file.items.begin(), file.items.end());
    if (different.size() != file.items.size()) return "a question stands in it twice: name it once";
    if (file.due && *file.due < file.given) return "it is due before it is given: give a later day";
    return {};
}

std::string assignment_text(const AssignmentFile& file) {
    if (const std::string fault = assignment_fault(file); !fault.empty()) throw Refused("the assignment: " + fault);
    const nlohmann::json root = {
        {"format", assignment_format}, {"version", assignment_version}, {"id", hex_of(file.id)},
        {"class", file.code},          {"title", file.title},           {"exam", file.exam},
        {"items", file.items},         {"areas", file.areas},           {"given", format_day(file.given)},
        {"due", or_nothing(file.due)}};
    return json_text(root, 1) + "\n";
}

AssignmentFile read_assignment(const std::filesystem::path& file) {
    const std::string name = visible(file.string());
    try {
        return assignment_from(parse_foreign_json(text_of(file), deepest_assignment));
    } catch (const Refused& refused) {
        throw Refused(fmt::format("{}: {}", name, refused.what()));
    } catch (const nlohmann::json::exception&) {
        throw Refused(fmt::format("{}: it is damaged or no assignment: ask for the file again", name));
    }
}

}  // namespace collimate::cohort
