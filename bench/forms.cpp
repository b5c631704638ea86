// Whether the banks hold what a mock exam takes: for a thousand seeds, a form exact by the blueprint, and a second one
// without a single question of the first.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/exam/form.hpp"

using namespace collimate;
namespace fs = std::filesystem;

namespace {

constexpr int seeds = 1000;

struct Stock {
    std::vector<ItemFacts> facts;  ///< by ordinal
    std::vector<OrdinalRange> ranges;

    explicit Stock(const Bank& bank) {
        for (std::int64_t i = 0; i < bank.size(); ++i) {
            const ItemHead head = bank.head(i);
            facts.push_back({.id = head.id, .family = head.family, .enemies = head.enemies, .retired = head.retired});
        }
        for (std::size_t area = 0; area < bank.outline().areas.size(); ++area)
            ranges.push_back(bank.range(static_cast<int>(area)));
    }
};

Form form_without(const Outline& outline, const Stock& stock, const std::set<std::int64_t>& used, int length,
                  int seed) {
    const auto facts = [&](std::int64_t ordinal) {
        ItemFacts each = stock.facts[static_cast<std::size_t>(ordinal)];
        each.retired = each.retired || used.contains(ordinal);
        return each;
    };
    return assemble(outline, stock.ranges, facts, length, static_cast<std::uint64_t>(seed));
}

void count_forms(const Bank& bank) {
    const Outline& outline = bank.outline();
    if (bank.size() == 0) return;
    if (!outline.scored_items)
        return fmt::print("{:12} {:4} questions, length not published\n", outline.exam, bank.size());
    const int length = *outline.scored_items;
    const Stock stock(bank);
    int first = 0;
    int second = 0;
    std::map<std::string, int> lacks;  ///< seeds whose second form lacks some of a leaf
    for (int seed = 1; seed <= seeds; ++seed) {
        const Form form = form_without(outline, stock, {}, length, seed);
        first += form.shortages.empty();
        std::set<std::int64_t> used;
        for (const FormItem& item : form.items) used.insert(item.ordinal);
        const Form rest = form_without(outline, stock, used, length, seed);
        second += rest.shortages.empty();
        for (const Shortage& each : rest.shortages) ++lacks[outline.areas[static_cast<std::size_t>(each.area)].code];
    }
    fmt::print("{:12} {:4} questions, form of {:3}: exact {:4} of {}, a second one from the rest exact {:4}\n",
               outline.exam, bank.size(), length, first, seeds, second);
    // Exams that ask for one form only lack nearly everything for two.
    if (second == 0 && lacks.size() > 8) return;
    for (const auto& [code, times] : lacks) fmt::print("    {} runs short in {} of the second forms\n", code, times);
}

}  // namespace

int main() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(COLLIMATE_BANKS))
        if (entry.path().extension() == ".bank") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) count_forms(Bank::open(file));
}
