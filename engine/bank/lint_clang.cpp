// C1: a rare word of the stem that comes back in the right option alone. What is rare is counted over the bank.
#include <algorithm>
#include <unordered_map>

#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_words.hpp"

namespace collimate {
namespace {

constexpr double common = 0.10;
constexpr std::size_t fewest_items = 20;
constexpr std::size_t shortest_word = 4;

/// Words of every page of the field, in root form: none of them gives an answer away.
bool is_common_in_field(std::string_view root) {
    return is_any_of(
        root,
        {"patient",  "imag",       "image",    "scan",     "dose",         "exam",        "examination", "examin",
         "view",     "radiograph", "tube",     "current",  "technologist", "sonographer", "beam",        "tissue",
         "contrast", "exposure",   "detector", "receptor", "project",      "projection",  "transducer",  "ultrasound",
         "x",        "ray",        "film",     "grid",     "artifact",     "value",       "level",       "number",
         "time",     "rate",       "side",     "chang",    "change",       "effect",      "cause",       "body",
         "posit",    "position",   "signal",   "nois",     "noise",        "flow",        "vessel"});
}

bool holds(const std::vector<std::string>& sorted, const std::string& root) {
    return std::binary_search(sorted.begin(), sorted.end(), root);
}

/// A word of the stem that the right option takes up, and no other does. Nothing where a distractor takes up a word of
/// the stem that the right option does not: then neither stands out.
std::vector<std::string> clanging(const Reading& reading, const std::vector<std::string>& stem) {
    std::vector<std::string> key;
    std::vector<std::string> others;
    for (const ReadOption& option : reading.options) {
        const auto content = content_of(option.text);
        auto& list = option.right ? key : others;
        list.insert(list.end(), content.begin(), content.end());
    }
    std::sort(others.begin(), others.end());
    for (const std::string& root : others)
        if (root.size() >= shortest_word && holds(stem, root) && !holds(key, root)) return {};
    std::erase_if(key, [&](const std::string& root) {
        return root.size() < shortest_word || !holds(stem, root) || holds(others, root);
    });
    return key;
}

}  // namespace

void lint_clang(const Readings& readings, Findings& findings) {
    std::unordered_map<std::string, std::size_t> frequency;
    for (const Reading& reading : readings)
        for (const std::string& root : content_of(reading.stem)) ++frequency[root];
    const auto limit = readings.size() < fewest_items
                           ? readings.size()
                           : static_cast<std::size_t>(common * static_cast<double>(readings.size()));
    for (const Reading& reading : readings) {
        if (!reading.chooses_words()) continue;
        const std::vector<std::string> stem = content_of(reading.stem);
        std::string clang;
        for (const std::string& root : clanging(reading, stem))
            if (frequency[root] <= limit && !is_common_in_field(root)) clang = root;
        if (clang.empty()) continue;
        const auto spoken = std::find_if(reading.stem_words.begin(), reading.stem_words.end(),
                                         [&](const std::string& w) { return root_of(w) == clang; });
        findings.warn(*reading.item, "", "C1",
                      "\"" + (spoken == reading.stem_words.end() ? clang : *spoken) +
                          "\" stands in the stem and in the right option alone",
                      "word one of the two otherwise, or let a distractor take up a word of the stem too");
    }
}

}  // namespace collimate
