#include "engine/bank/lint_pairs.hpp"
#include "engine/base/random.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/lint.hpp"

#include <cmath>
#include <set>

using namespace collimate;
using namespace collimate::testing;

namespace {

/// Items with stems that share nothing but their frame.
std::vector<Item> many(int count) {
    static const std::vector<std::string> words = {
        "abdomen", "bladder", "cortex", "duodenum", "esophagus", "femur",       "gallbladder", "hilum",
        "ileum",   "jejunum", "kidney", "larynx",   "mandible",  "nasopharynx", "orbit",       "pancreas"};
    std::vector<Item> items;
    for (int i = 0; i < count; ++i) {
        Item item = faultless_item("ct-ip-" + std::to_string(1000 + i));
        const auto at = static_cast<std::size_t>(i);
        item.stem = "Scans of " + words[at % 16] + " and " + words[(at / 16 + at + 5) % 16] + " number " +
                    std::to_string(i) + " show grain. Which setting smooths it?";
        items.push_back(item);
    }
    return items;
}

}  // namespace

TEST_CASE("lint: sources and dates") {
    Item item = faultless_item();
    SECTION("F1: an old source that nobody looked at again, or a fact that moves") {
        item.sources[0].year = 2005;
        CHECK(silent_on(item, "F1"));
        item.checked = lint_today - 400;
        CHECK(warns_by(item, "F1"));
        item.sources[0].year = 2020;
        CHECK(silent_on(item, "F1"));
        item.moving = Moving{.authority = "ACR Manual 2025", .older = "The manual of 2020 withheld it."};
        CHECK(warns_by(item, "F1"));
        item.checked = lint_today - 30;
        item.moving->recheck = lint_today + 1;
        CHECK(silent_on(item, "F1"));
        item.moving->recheck = lint_today;
        CHECK(warns_by(item, "F1"));
    }
    SECTION("F2: checked more than 24 months ago, seen from the day given") {
        item.checked = lint_today - 700;
        CHECK(silent_on(item, "F2"));
        CHECK(finds(bank_of({item}), "F2", Severity::warn, lint_today + 60));
    }
    SECTION("F3: all sources from memory") {
        item.sources.push_back({.doc = "Another document", .year = 2021, .section = "1", .seen = Seen::recalled});
        CHECK(silent_on(item, "F3"));
        item.sources[0].seen = Seen::recalled;
        CHECK(warns_by(item, "F3"));
    }
    SECTION("F4: a moving fact whose authority the stem does not name") {
        item.moving =
            Moving{.authority = "ACR Manual on Contrast Media 2025", .older = "The manual of 2020 withheld it."};
        CHECK(warns_by(item, "F4"));
        item.stem = "According to the 2025 ACR manual, which setting would smooth the grain?";
        CHECK(silent_on(item, "F4"));
    }
    SECTION("F5: one document in two spellings") {
        Item other = faultless_item("ct-ip-0002");
        other.stem = "Which of the filters hardens the beam before it meets the skin?";
        other.sources[0].doc = "A public document on image qualitiy";
        CHECK(finds(bank_of({item, other}), "F5", Severity::warn));
        other.sources[0].doc = "A public document on image quality 2";
        CHECK(findings_of(bank_of({item, other}), "F5").empty());
        other.sources[0].doc = "A public document on image noise";
        CHECK(findings_of(bank_of({item, other}), "F5").empty());
    }
    SECTION("E1: no easier than guessing") {
        item.expected = 29;
        CHECK(warns_by(item, "E1"));
        item.expected = 30;
        CHECK(silent_on(item, "E1"));
    }
    SECTION("B1: unread") {
        CHECK(silent_on(item, "B1"));
        item.read_blind.reset();
        CHECK(notes_by(item, "B1"));
    }
}

TEST_CASE("lint: coverage") {
    ExamSource source = bank_of({faultless_item()});
    SECTION("A1: an area without items; an outline whose bank is still to come is left alone") {
        CHECK(findings_of(source, "A1").size() == 1);
        CHECK(findings_of(source, "A1")[0].subject == "PC.1");
        Item other = faultless_item("ct-pc-0001");
        other.area = "PC.1";
        CHECK(findings_of(bank_of({faultless_item(), other}), "A1").empty());
        CHECK(lint(bank_of({}), lint_today).empty());
    }
    SECTION("T1 and T2: points unused or used once") {
        CHECK(finds(source, "T2", Severity::inform));
        source.points.push_back({.id = "point-two", .area = "IP.1", .text = "Nobody asks this."});
        CHECK(findings_of(source, "T1").size() == 1);
        CHECK(findings_of(bank_of(many(2)), "T2").empty());
    }
}

TEST_CASE("lint: level mix") {
    const auto mix = [](int recall, int application, int analysis) {
        std::vector<Item> items = many(recall + application + analysis);
        for (int i = 0; i < static_cast<int>(items.size()); ++i)
            items[static_cast<std::size_t>(i)].level = i < recall                 ? Level::recall
                                                       : i < recall + application ? Level::application
                                                                                  : Level::analysis;
        return bank_of(items);
    };
    CHECK(findings_of(mix(6, 9, 5), "M1").empty());
    CHECK(findings_of(mix(8, 8, 4), "M2").empty());
    CHECK(finds(mix(9, 7, 4), "M2", Severity::warn));
    CHECK(finds(mix(8, 12, 0), "M1", Severity::warn));
    CHECK(finds(mix(0, 13, 7), "M1", Severity::inform));
    CHECK_FALSE(finds(mix(0, 13, 7), "M1", Severity::warn));
}

TEST_CASE("lint: L2, length of keys over a bank") {
    const auto bank = [](int longest) {
        std::vector<Item> items = many(50);
        for (int i = 0; i < longest; ++i) items[static_cast<std::size_t>(i)].options[0].text = "Softer kernel chosen";
        return bank_of(items);
    };
    CHECK(findings_of(bank(16), "L2").empty());           // 32%
    CHECK(finds(bank(17), "L2", Severity::warn));         // 34%
    CHECK_FALSE(finds(bank(20), "L2", Severity::block));  // 40%
    CHECK(finds(bank(21), "L2", Severity::block));        // 42%
}

TEST_CASE("lint: position of keys") {
    const auto bank = [](const std::vector<char>& keys, bool written) {
        std::vector<Item> items = many(static_cast<int>(keys.size()));
        for (std::size_t i = 0; i < keys.size(); ++i) {
            items[i] = with_key(items[i], keys[i]);
            items[i].written_order = written;
        }
        return bank_of(items);
    };
    std::vector<char> uneven;
    std::vector<char> even;
    for (int i = 0; i < 24; ++i) uneven.push_back(i % 8 == 0 ? 'a' : i % 2 ? 'b' : 'c'), even.push_back("abcd"[i % 4]);
    SECTION("P1: among options that stay as written") {
        CHECK(finds(bank(uneven, true), "P1", Severity::warn));  // 3, 12, 9, 0: chi-square 15
        CHECK(findings_of(bank(even, true), "P1").empty());
        CHECK(findings_of(bank(uneven, false), "P1").empty());  // shuffled for each candidate
    }
    SECTION("P2: runs") {
        CHECK(findings_of(bank({'a', 'b', 'b', 'b', 'b', 'c'}, true), "P2").empty());
        CHECK(finds(bank({'a', 'b', 'b', 'b', 'b', 'b'}, true), "P2", Severity::inform));
    }
    SECTION("U5: keys at the ends of numbers") {
        std::vector<Item> items = many(20);
        for (std::size_t i = 0; i < items.size(); ++i) {
            items[i].written_order = true;
            for (std::size_t o = 0; o < 4; ++o) items[i].options[o].text = std::to_string(o + 1) + " cm";
            items[i] = with_key(items[i], i < 10 ? 'a' : 'b');
        }
        CHECK(findings_of(bank_of(items), "U5").empty());
        for (Item& item : items) item = with_key(item, 'b');
        CHECK(finds(bank_of(items), "U5", Severity::inform));
    }
}

TEST_CASE("lint: duplicates") {
    Item first = faultless_item();
    Item second = faultless_item("ct-ip-0002");
    SECTION("D1: the same stem") {
        CHECK(finds(bank_of({first, second}), "D1", Severity::block));
        second.stem += " Nothing else is changed.";
        CHECK(findings_of(bank_of({first, second}), "D1").empty());
    }
    SECTION("D2: nearly the same, or the same with other numbers, unless declared") {
        first.stem =
            "A grid of 12:1 replaces one of 6:1 at 80 kVp. By what does the exposure rise at the same distance?";
        second.stem =
            "A grid of 16:1 replaces one of 8:1 at 90 kVp. By what does the exposure rise at the same distance?";
        CHECK(finds(bank_of({first, second}), "D2", Severity::warn));
        Item declared = second;
        first.family = declared.family = "grid-change";
        CHECK(findings_of(bank_of({first, declared}), "D2").empty());
        second.stem = "A filter of 2 mm aluminum replaces one of 1 mm. How do skin dose and contrast change together?";
        second.options = item_with_options({"Less dose, less contrast", "Less dose, more contrast",
                                            "More dose, less contrast", "Neither changes"})
                             .options;
        CHECK(findings_of(bank_of({first, second}), "D2").empty());
    }
    SECTION("D3: another item that gives the answer away, unless they are enemies") {
        first = item_with_options({"Convolution kernel smoothing", "Higher pitch", "Wider window", "Lower potential"});
        second.stem =
            "Which drawback comes with convolution kernel smoothing of coarse grain in chest scans of the lungs?";
        CHECK(finds(bank_of({first, second}), "D3", Severity::inform));
        first.enemies = {second.id};
        CHECK(findings_of(bank_of({first, second}), "D3").empty());
    }
}

TEST_CASE("pairs alike") {
    SECTION("are those of a search through all pairs") {
        Random random(7);
        std::vector<std::vector<std::string>> texts;
        for (int i = 0; i < 120; ++i) {
            std::vector<std::string> text;
            const bool copy = i % 4 == 3;
            if (copy) text = texts.back();
            for (int w = 0; w < (copy ? 2 : 12); ++w)
                text.push_back(std::to_string(random.below(40) * random.below(40)));
            texts.push_back(text);
        }
        for (const double threshold : {0.5, 0.8}) {
            std::set<std::pair<std::size_t, std::size_t>> due;
            for (std::size_t b = 0; b < texts.size(); ++b)
                for (std::size_t a = 0; a < b; ++a) {
                    const std::set<std::string> x(texts[a].begin(), texts[a].end());
                    const std::set<std::string> y(texts[b].begin(), texts[b].end());
                    double both = 0;
                    for (const std::string& word : x) both += y.contains(word) ? 1 : 0;
                    if (both / std::sqrt(static_cast<double>(x.size() * y.size())) >= threshold - 1e-9)
                        due.emplace(a, b);
                }
            std::set<std::pair<std::size_t, std::size_t>> found;
            for (const SimilarPair& pair : similar_pairs(texts, threshold)) found.emplace(pair.first, pair.second);
            CHECK(due.size() > 10);
            CHECK(found == due);
        }
    }
}
