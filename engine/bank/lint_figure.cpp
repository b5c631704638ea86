// Rules on figures: what their texts tell (S5), and loops that stand still (G4).
#include <algorithm>

#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_words.hpp"
#include "engine/item/markup.hpp"

namespace collimate {
namespace {

constexpr std::string_view at_figure = ".figure";
constexpr std::size_t shortest_alt = 4;
constexpr std::size_t longest_alt = 60;

/// Content of the key that neither the stem nor a wrong option has: what would give the key away.
std::vector<std::string> telling_words(const Reading& reading) {
    std::vector<std::string> words;
    for (const ReadOption& option : reading.options)
        if (option.right)
            for (std::string& word : content_of(option.text)) words.push_back(std::move(word));
    std::vector<std::string> known = content_of(reading.stem);
    for (const ReadOption& option : reading.options)
        if (!option.right)
            for (std::string& word : content_of(option.text)) known.push_back(std::move(word));
    std::erase_if(words,
                  [&](const std::string& word) { return std::find(known.begin(), known.end(), word) != known.end(); });
    return words;
}

/// The alternative text describes; a candidate who reads it must still have to think.
void check_alt(const Reading& reading, const std::string& alt, Findings& findings) {
    const Item& item = *reading.item;
    const std::size_t length = words_of(alt).size();
    if (length < shortest_alt)
        findings.warn(item, at_figure, "S5", "the alternative text has fewer than 4 words",
                      "say what is seen, so that the question can be answered unseen");
    if (length > longest_alt)
        findings.warn(item, at_figure, "S5", "the alternative text has " + std::to_string(length) + " words",
                      "cut it to 60, keeping what is needed to answer");
    if (!reading.chooses_words() && item.type != ItemType::multiple) return;
    const std::vector<std::string> seen = content_of(alt);
    for (const std::string& word : telling_words(reading))
        if (std::find(seen.begin(), seen.end(), word) != seen.end())
            findings.warn(item, at_figure, "S5", "the alternative text says \"" + word + "\", as only the key does",
                          "describe what is seen without the words of the key");
}

/// Whether a generator of one of the figures can move, and is set to.
bool any_moves(const Item& item) {
    return std::any_of(item.figures.begin(), item.figures.end(), [](const FigureUse& figure) {
        const Generator* generator = find_generator(figure.generator);
        if (!generator) return false;
        const auto frames = std::find_if(generator->parameters.begin(), generator->parameters.end(),
                                         [](const FigureParameter& p) { return p.name == "frames"; });
        if (frames == generator->parameters.end()) return false;
        const auto set = figure.settings.find("frames");
        const double* count = set == figure.settings.end() ? &frames->usual : std::get_if<double>(&set->second);
        return !count || *count > 1.0;
    });
}

void check_motion(const Reading& reading, Findings& findings) {
    const Item& item = *reading.item;
    if (item.figures.empty() || any_moves(item)) return;
    std::vector<std::string> words = reading.stem_words;
    for (const FigureUse& figure : item.figures)
        for (std::string& word : words_of(plain(figure.alt))) words.push_back(std::move(word));
    if (std::find(words.begin(), words.end(), "cine") != words.end())
        findings.warn(item, at_figure, "G4", "a cine loop is spoken of, but its figure is a still",
                      "set 'frames' of a generator that moves, or speak of an image");
}

}  // namespace

void lint_figures(const Reading& reading, Findings& findings) {
    for (const FigureUse& figure : reading.item->figures) check_alt(reading, plain(figure.alt), findings);
    check_motion(reading, findings);
}

}  // namespace collimate
