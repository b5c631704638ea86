// Items that say the same (D1, D2) or give one another away (D3).
#include <algorithm>
#include <unordered_map>

#include "engine/bank/lint_pairs.hpp"
#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_words.hpp"

namespace collimate {
namespace {

constexpr double same_shingles = 0.80;
constexpr double same_words = 0.85;

/// Declared as versions of one another, or as not to stand on one form.
bool declared(const Item& a, const Item& b) {
    const auto names = [](const Item& one, const Item& other) {
        return std::find(one.enemies.begin(), one.enemies.end(), other.id) != one.enemies.end();
    };
    return (!a.family.empty() && a.family == b.family) || names(a, b) || names(b, a);
}

/// Words with numbers masked, so that a template with other numbers is recognised.
std::vector<std::string> masked(const std::vector<std::string>& words) {
    std::vector<std::string> result;
    for (const std::string& word : words) result.push_back(is_number(word) ? "#" : word);
    return result;
}

std::vector<std::string> shingles_of(const std::vector<std::string>& words) {
    std::vector<std::string> shingles;
    for (std::size_t at = 0; at + 3 <= words.size(); ++at)
        shingles.push_back(words[at] + " " + words[at + 1] + " " + words[at + 2]);
    std::sort(shingles.begin(), shingles.end());
    shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
    return shingles;
}

double jaccard(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::vector<std::string> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    const std::size_t any = a.size() + b.size() - both.size();
    return any == 0 ? 0.0 : static_cast<double>(both.size()) / static_cast<double>(any);
}

/// Stem and, since many questions share their frame, what is chosen from.
std::vector<std::string> words_of_item(const Reading& reading) {
    std::vector<std::string> words = reading.stem_words;
    if (has_values(*reading.item)) return words;
    for (const ReadOption& option : reading.options)
        words.insert(words.end(), option.words.begin(), option.words.end());
    return words;
}

// ---------------------------------------------------------------- D3

/// Words of the stem, which is seen at once, and of the explanations, which are seen after the answer.
std::vector<std::string> words_shown(const Reading& reading) {
    std::vector<std::string> words;
    for (const Passage& passage : reading.passages)
        if (passage.kind == Passage::Kind::stem || passage.kind == Passage::Kind::explanation)
            for (const std::string& word : passage.written) words.push_back(lowered(word));
    return words;
}

/// The right option of an item, as a phrase to be looked for in other items.
struct Phrase {
    std::size_t item = 0;
    const std::vector<std::string>* words = nullptr;
};

/// Phrases by their first two words.
std::unordered_map<std::string, std::vector<Phrase>> key_phrases(const Readings& readings) {
    constexpr std::size_t shortest = 2;  // words of content: single words occur everywhere
    std::unordered_map<std::string, std::vector<Phrase>> phrases;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (!readings[i].chooses_words()) continue;
        for (const ReadOption& option : readings[i].options)
            if (option.right && content_of(option.text).size() >= shortest)
                phrases[option.words[0] + " " + option.words[1]].push_back({.item = i, .words = &option.words});
    }
    return phrases;
}

/// Whether a text also speaks of what the stem is about: three of its words of content besides those of the key.
bool same_subject(const Reading& asked, const std::vector<std::string>& key, const std::vector<std::string>& shown) {
    constexpr std::size_t enough = 3;
    std::set<std::string> roots;
    for (const std::string& word : shown) roots.insert(root_of(word));
    for (const std::string& word : key) roots.erase(root_of(word));
    const auto stem = content_of(asked.stem);
    return static_cast<std::size_t>(std::count_if(
               stem.begin(), stem.end(), [&](const std::string& root) { return roots.contains(root); })) >= enough;
}

}  // namespace

void lint_same_stems(const Readings& readings, Findings& findings) {
    std::unordered_map<std::string, const Item*> stems;
    for (const Reading& reading : readings) {
        std::string stem;
        for (const std::string& word : reading.stem_words) stem += word + " ";
        const auto [before, fresh] = stems.emplace(std::move(stem), reading.item);
        if (!fresh)
            findings.block(*reading.item, ".stem", "D1", "the stem is that of " + before->second->id,
                           "ask something else, or remove one of the two");
    }
}

void lint_duplicates(const Readings& readings, Findings& findings) {
    std::vector<std::vector<std::string>> shingles;
    std::vector<std::vector<std::string>> contents;
    for (const Reading& reading : readings) {
        const std::vector<std::string> words = masked(words_of_item(reading));
        shingles.push_back(shingles_of(words));
        auto& roots = contents.emplace_back();
        for (const std::string& word : words)
            if (!is_stop_word(word) && word != "#") roots.push_back(root_of(word));
    }
    std::set<std::pair<std::size_t, std::size_t>> near;
    // A Jaccard index is never above the cosine of the same two sets.
    for (const SimilarPair& pair : similar_pairs(shingles, same_shingles))
        if (jaccard(shingles[pair.first], shingles[pair.second]) >= same_shingles)
            near.emplace(pair.first, pair.second);
    for (const SimilarPair& pair : similar_pairs(contents, same_words, Weighing::by_rarity))
        near.emplace(pair.first, pair.second);
    for (const auto& [first, second] : near) {
        const Reading& a = readings[first];
        const Reading& b = readings[second];
        if (a.stem_words == b.stem_words || declared(*a.item, *b.item)) continue;
        findings.warn(*b.item, ".stem", "D2", "the item is nearly " + a.item->id,
                      "ask something else, or declare them versions: the same family = \"...\" in both");
    }
}

void lint_cueing(const Readings& readings, Findings& findings) {
    const auto phrases = key_phrases(readings);
    for (std::size_t other = 0; other < readings.size(); ++other) {
        const std::vector<std::string> shown = words_shown(readings[other]);
        std::set<std::size_t> told;
        std::string opening;
        for (std::size_t at = 0; at + 1 < shown.size(); ++at) {
            opening.assign(shown[at]).append(" ").append(shown[at + 1]);
            const auto found = phrases.find(opening);
            if (found == phrases.end()) continue;
            for (const Phrase& phrase : found->second) {
                const bool whole = phrase.words->size() <= shown.size() - at &&
                                   std::equal(phrase.words->begin(), phrase.words->end(),
                                              shown.begin() + static_cast<std::ptrdiff_t>(at));
                const Reading& asked = readings[phrase.item];
                if (!whole || phrase.item == other || declared(*asked.item, *readings[other].item)) continue;
                if (!same_subject(asked, *phrase.words, shown) || !told.insert(phrase.item).second) continue;
                findings.inform(*asked.item, "", "D3", readings[other].item->id + " gives the answer away",
                                "name it in enemies, so that the two never stand on one form");
            }
        }
    }
}

}  // namespace collimate
