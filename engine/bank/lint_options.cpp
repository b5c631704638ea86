// Rules on the options of one item: sameness (K3), named slips (K5), length (L1), forbidden and vague words (O),
// grammar (G), convergence and opposite pairs (C2, C3), a single hedged option (S1).
#include <algorithm>

#include "engine/bank/lint_quantity.hpp"
#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_words.hpp"

namespace collimate {
namespace {

std::string part_of(const ReadOption& option) { return std::string(".") + option.letter; }

std::string in_quotes(std::string_view text) { return "\"" + std::string(text.substr(0, 60)) + "\""; }

/// Characters, not bytes.
std::size_t length_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

// ---------------------------------------------------------------- K: what reading the form does not show

void check_slips(const Item& item, Findings& findings) {
    if (item.type == ItemType::order && item.slips.empty())
        findings.warn(item, "", "K5", "no frequent wrong order is named",
                      "add an [[item.slip]] with order, error and why");
}

/// What remains of a text when case, blanks and a full stop do not count.
std::string bare(std::string_view text) {
    std::string result;
    for (const std::string& word : words_of(text)) result += word + " ";
    // Signs tell numbers apart, and hyphens do not tell words apart.
    for (const std::string_view sign : {"<", ">", "≤", "≥", "+", "−", "/", ":", "%", "°"})
        for (std::size_t at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1))
            result += sign;
    return result;
}

bool same_option(const ReadOption& a, const ReadOption& b) {
    if (bare(a.text) == bare(b.text)) return true;
    const auto first = quantity_in(a.text);
    const auto second = quantity_in(b.text);
    return first && second && same_quantity(*first, *second);
}

void check_unique(const Reading& reading, Findings& findings) {
    if (reading.item->type == ItemType::numeric || has_values(*reading.item))
        return;  // draws keep numbers apart by themselves
    const auto& options = reading.options;
    for (std::size_t b = 1; b < options.size(); ++b)
        for (std::size_t a = 0; a < b; ++a)
            if (same_option(options[a], options[b])) {
                findings.block(
                    *reading.item, part_of(options[b]), "K3",
                    "option " + std::string(1, options[b].letter) + " says the same as option " + options[a].letter,
                    "replace one of them");
                break;
            }
}

// ---------------------------------------------------------------- L1

void check_length(const Reading& reading, Findings& findings) {
    constexpr std::size_t short_enough = 25;
    constexpr double much_longer = 1.4;
    constexpr double visibly = 1.1;
    std::size_t key = 0;
    std::size_t longest_other = 0;
    double others = 0.0;
    for (const ReadOption& option : reading.options) {
        const std::size_t length = length_of(option.text);
        if (option.right)
            key = length;
        else
            longest_other = std::max(longest_other, length), others += static_cast<double>(length);
    }
    const double mean = others / static_cast<double>(reading.options.size() - 1);
    if (key < short_enough || static_cast<double>(key) < visibly * static_cast<double>(longest_other) ||
        static_cast<double>(key) <= much_longer * mean)
        return;
    findings.warn(*reading.item, "", "L1", "the right option is the longest by far",
                  "shorten it to what tells it apart, or give the others as much detail");
}

// ---------------------------------------------------------------- O: words that give options away

/// "All of the above" and its kin: options that speak of other options.
std::string speaks_of_options(const ReadOption& option) {
    const std::span<const std::string> words = option.words;
    for (const std::string_view much : {"all", "none", "any", "some", "both", "neither"})
        for (const std::string_view which : {"above", "these"}) {
            if (find_run(words, {much, "of", "the", which}) != std::string::npos)
                return std::string(much) + " of the " + std::string(which);
            if (words.size() <= 4 && find_run(words, {much, "of", which}) == 0)
                return std::string(much) + " of " + std::string(which);
        }
    if (words.size() == 1 && words[0] == "none") return "none";
    const auto letters = words_as_written(option.text);
    const auto letter = [&](std::size_t at) {
        return at < letters.size() && letters[at].size() == 1 && letters[at][0] >= 'A' && letters[at][0] <= 'E';
    };
    const std::size_t first = !words.empty() && is_any_of(words[0], {"both", "neither", "either", "only"}) ? 1 : 0;
    const bool pair = letter(first) && letter(first + 2) && is_any_of(words[first + 1], {"and", "or", "nor"});
    if (pair && (first == 1 || letters.size() == 3 || words.back() == "only"))
        return letters[first] + " and " + letters[first + 2];
    return {};
}

/// The first absolute word of an option; `all four` counts and is none.
std::string absolute_word(const std::vector<std::string>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool counts = words[at] == "all" && at + 1 < words.size() &&
                            (is_number(words[at + 1]) ||
                             is_any_of(words[at + 1], {"two", "three", "four", "five", "six", "seven", "eight"}));
        if (!counts && is_any_of(words[at], {"always", "never", "all", "none", "only", "must", "every", "completely",
                                             "impossible", "guaranteed"}))
            return words[at];
    }
    return {};
}

bool is_vague(const std::vector<std::string>& words, const std::vector<std::string>& written, std::size_t at) {
    if (words[at] == "can")
        return at + 1 < words.size() && words[at + 1] == "be" && (at == 0 || words[at - 1] != "that");
    if (words[at] == "may") return written[at] == "may";
    return is_any_of(words[at], {"usually", "often", "sometimes", "frequently", "rarely", "generally", "occasionally"});
}

void check_words(const Reading& reading, Findings& findings) {
    int absolute = 0;
    bool key_absolute = false;
    std::string example;
    for (const ReadOption& option : reading.options) {
        const std::string other = speaks_of_options(option);
        if (!other.empty())
            findings.block(*reading.item, part_of(option), "O1", "the option speaks of other options (" + other + ")",
                           "replace it with an option that stands by itself; options are shuffled");
        const std::string found = absolute_word(option.words);
        if (!found.empty()) {
            ++absolute;
            key_absolute = key_absolute || option.right;
            if (example.empty()) example = found;
        }
        const auto written = words_as_written(option.text);
        for (std::size_t at = 0; at < option.words.size(); ++at)
            if (is_vague(option.words, written, at))
                findings.warn(*reading.item, part_of(option), "O3", "\"" + option.words[at] + "\" has no fixed meaning",
                              "state how often, or leave the word out");
    }
    if (reading.item->type != ItemType::single || absolute == 0 || absolute == static_cast<int>(reading.options.size()))
        return;
    // A word that the key shares with a distractor gives nothing away.
    if (key_absolute && absolute > 1) return;
    findings.warn(*reading.item, "", "O2",
                  "\"" + example + "\" stands only in " + (key_absolute ? "the right option" : "wrong options"),
                  key_absolute ? "use it in a distractor too, or word the key without it"
                               : "word the distractors without it: candidates cross out absolute statements");
}

// ---------------------------------------------------------------- G: grammar between stem and options, and among
// options

bool begins_with_vowel_sound(std::string_view word) {
    const std::string low = lowered(word);
    if (low.empty()) return false;
    for (const std::string_view silent :
         {"hour", "honest", "honor", "heir", "x", "mr", "nm", "fm", "ml", "mm", "rf", "hv"})
        if (low.starts_with(silent) &&
            (silent.size() > 2 || low.size() == silent.size() || low == "mri" || low == "hvl"))
            return true;
    for (const std::string_view you : {"uni", "use", "usu", "uri", "ure", "ute", "eu", "one", "once", "ub"})
        if (low.starts_with(you) && !low.starts_with("unin") && !low.starts_with("unim")) return false;
    if (low[0] >= '0' && low[0] <= '9') return low[0] == '8' || low == "11" || low == "18";
    return std::string_view("aeiou").find(low[0]) != std::string_view::npos;
}

void check_article(const Reading& reading, Findings& findings) {
    if (reading.asks_words.empty()) return;
    const std::string& last = reading.asks_words.back();
    if (last != "a" && last != "an") return;
    for (const ReadOption& option : reading.options)
        if (!option.words.empty() && begins_with_vowel_sound(option.words[0]) != (last == "an"))
            findings.block(*reading.item, part_of(option), "G1",
                           "\"" + last + "\" at the end of the stem does not fit this option",
                           "move the article into the options, or ask a full question");
}

bool looks_plural(const ReadOption& option) {
    if (option.words.empty()) return false;
    // The head of a noun phrase stands before its preposition: "edges of the field".
    const auto preposition = std::find_if(option.words.begin(), option.words.end(), [](const std::string& w) {
        return is_any_of(w, {"of", "in", "on", "at", "with", "for", "from", "to", "by"});
    });
    if (preposition == option.words.begin()) return false;
    const std::string& head = *std::prev(preposition);
    return head.size() > 3 && head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("us") &&
           !head.ends_with("is");
}

void check_agreement(const Reading& reading, Findings& findings) {
    if (reading.asks_words.empty() || reading.asks.ends_with('?')) return;
    const std::string& last = reading.asks_words.back();
    const bool singular = is_any_of(last, {"is", "was", "has"});
    if (!singular && !is_any_of(last, {"are", "were", "have"})) return;
    for (const ReadOption& option : reading.options)
        if (looks_plural(option) == singular)
            findings.warn(*reading.item, part_of(option), "G2",
                          "\"" + last + "\" at the end of the stem does not fit this option",
                          "make number agree, or ask a full question");
}

enum class Form { other, gerund, command, purpose };

Form form_of(const ReadOption& option) {
    if (option.words.size() < 2) return Form::other;
    const std::string& first = option.words[0];
    if (first == "to") return Form::purpose;
    if (is_any_of(first,
                  {"turn",   "move",  "raise", "lower",    "increase", "decrease", "reduce",   "use",    "place",
                   "ask",    "give",  "stop",  "continue", "repeat",   "remove",   "apply",    "select", "switch",
                   "center", "angle", "tilt",  "flex",     "extend",   "rotate",   "withhold", "call",   "wait",
                   "begin",  "start", "keep",  "lengthen", "shorten",  "widen",    "narrow"}))
        return Form::command;
    if (is_any_of(first,
                  {"turning",  "moving",    "raising",     "lowering",    "increasing", "decreasing", "reducing",
                   "using",    "placing",   "asking",      "giving",      "stopping",   "continuing", "repeating",
                   "removing", "applying",  "selecting",   "switching",   "centering",  "angling",    "tilting",
                   "flexing",  "extending", "rotating",    "withholding", "calling",    "waiting",    "beginning",
                   "starting", "keeping",   "lengthening", "shortening",  "widening",   "narrowing"}))
        return Form::gerund;
    return Form::other;
}

/// Lower case where a sentence or phrase begins; signs, units and names such as kVp or x-ray decide nothing.
enum class Capital { undecided, yes, no };

Capital capital_of(const ReadOption& option) {
    const auto written = words_as_written(option.text);
    if (written.empty()) return Capital::undecided;
    const std::string& first = written[0];
    if (first[0] >= 'A' && first[0] <= 'Z') return Capital::yes;
    const bool word =
        first.size() > 2 && std::all_of(first.begin(), first.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return word && option.text.starts_with(first) ? Capital::no : Capital::undecided;
}

void check_parallel(const Reading& reading, Findings& findings) {
    const auto& options = reading.options;
    const auto count = [&](auto holds) { return std::count_if(options.begin(), options.end(), holds); };
    const auto all = static_cast<std::ptrdiff_t>(options.size());
    const auto stops = count([](const ReadOption& o) { return o.text.ends_with('.'); });
    if (stops > 0 && stops < all)
        findings.warn(*reading.item, "", "G3", "some options end in a full stop and others do not",
                      "end all in the same way");
    const auto small = count([](const ReadOption& o) { return capital_of(o) == Capital::no; });
    const auto capital = count([](const ReadOption& o) { return capital_of(o) == Capital::yes; });
    if (small > 0 && capital > 0)
        findings.warn(*reading.item, "", "G3", "some options begin with a capital and others do not",
                      "begin all in the same way");
    const auto gerunds = count([](const ReadOption& o) { return form_of(o) == Form::gerund; });
    const auto commands = count([](const ReadOption& o) { return form_of(o) == Form::command; });
    const auto purposes = count([](const ReadOption& o) { return form_of(o) == Form::purpose; });
    if ((gerunds > 0) + (commands > 0) + (purposes > 0) > 1)
        findings.warn(*reading.item, "", "G3", "the options mix forms such as \"Raise\", \"Raising\" and \"To raise\"",
                      "word all options alike");
}

// ---------------------------------------------------------------- C2, C3, S1

std::size_t shared(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    std::vector<std::string> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    return both.size();
}

void check_convergence(const Reading& reading, Findings& findings) {
    constexpr double clearly = 1.25;
    constexpr std::size_t enough = 4;
    std::vector<std::vector<std::string>> contents;
    for (const ReadOption& option : reading.options) contents.push_back(content_of(option.text));
    std::size_t key = 0;
    std::size_t best_other = 0;
    for (std::size_t a = 0; a < contents.size(); ++a) {
        std::size_t sum = 0;
        for (std::size_t b = 0; b < contents.size(); ++b) sum += a == b ? 0 : shared(contents[a], contents[b]);
        if (reading.options[a].right)
            key = sum;
        else
            best_other = std::max(best_other, sum);
    }
    if (key < enough || static_cast<double>(key) < clearly * static_cast<double>(best_other)) return;
    findings.inform(*reading.item, "", "C2", "the right option shares more words with the others than any other does",
                    "vary another element in the distractors too");
}

/// Two options that say opposite things in the same words.
bool opposite_options(const ReadOption& a, const ReadOption& b) {
    if (a.words.size() != b.words.size()) return false;
    bool differ = false;
    for (std::size_t at = 0; at < a.words.size(); ++at) {
        if (a.words[at] == b.words[at]) continue;
        if (!is_opposite(a.words[at], b.words[at])) return false;
        differ = true;
    }
    return differ;
}

/// Whether a word of one option is opposite to a word of the other.
bool holds_opposite(const ReadOption& a, const ReadOption& b) {
    return std::any_of(a.words.begin(), a.words.end(), [&](const std::string& word) {
        return std::any_of(b.words.begin(), b.words.end(),
                           [&](const std::string& other) { return is_opposite(word, other); });
    });
}

double likeness(const ReadOption& a, const ReadOption& b) {
    const auto first = content_of(a.text);
    const auto second = content_of(b.text);
    const std::size_t both = shared(first, second);
    const std::size_t any = first.size() + second.size() - both;
    return any == 0 ? 0.0 : static_cast<double>(both) / static_cast<double>(any);
}

void check_opposites(const Reading& reading, Findings& findings) {
    constexpr double related = 0.2;
    const auto& options = reading.options;
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t b = 1; b < options.size(); ++b)
        for (std::size_t a = 0; a < b; ++a)
            if (opposite_options(options[a], options[b])) pairs.emplace_back(a, b);
    if (pairs.size() != 1 || options.size() < 4) return;
    const auto [a, b] = pairs[0];
    if (!options[a].right && !options[b].right) return;
    for (std::size_t other = 0; other < options.size(); ++other) {
        if (other == a || other == b) continue;
        if (holds_opposite(options[other], options[a]) || holds_opposite(options[other], options[b]) ||
            likeness(options[other], options[a]) >= related || likeness(options[other], options[b]) >= related)
            return;
    }
    findings.warn(*reading.item, "", "C3",
                  "only options " + std::string(1, options[a].letter) + " and " + options[b].letter +
                      " are opposites, and one of them is right",
                  "make the other two a pair as well, or drop one of the opposites");
}

void check_hedges(const Reading& reading, Findings& findings) {
    int hedged = 0;
    const ReadOption* which = nullptr;
    for (const ReadOption& option : reading.options) {
        const bool in_most = find_run(option.words, {"in", "most"}) != std::string::npos;
        const bool hedge = std::any_of(option.words.begin(), option.words.end(), [](const std::string& w) {
            return is_any_of(w, {"typically", "usually", "probably", "possibly", "likely", "might", "often",
                                 "sometimes", "commonly", "normally", "tends", "mostly"});
        });
        if (!in_most && !hedge) continue;
        ++hedged;
        which = &option;
    }
    if (hedged != 1) return;
    findings.warn(*reading.item, part_of(*which), "S1", "this option alone is qualified: " + in_quotes(which->text),
                  "drop the qualifier, or qualify the other options as well");
}

}  // namespace

void lint_options(const Reading& reading, Findings& findings) {
    check_slips(*reading.item, findings);
    check_unique(reading, findings);
    if (has_values(*reading.item)) return;
    check_words(reading, findings);
    check_parallel(reading, findings);
    if (!reading.chooses_words()) return;
    check_length(reading, findings);
    check_article(reading, findings);
    check_agreement(reading, findings);
    check_convergence(reading, findings);
    check_opposites(reading, findings);
    check_hedges(reading, findings);
}

}  // namespace collimate
