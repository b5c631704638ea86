// Claim: a 200-question form out of a bank of 1,000,000 questions takes 2 ms once the bank is open. Beside it, in the
// same run: reading as many heads at random, which is the least any assembly from the file can do.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/bank/source.hpp"
#include "engine/base/random.hpp"
#include "engine/exam/form.hpp"

namespace {

using namespace collimate;
namespace fs = std::filesystem;

constexpr int form_length = 200;

Item small_item(std::int64_t number, const std::string& area) {
    Item item{.id = fmt::format("r-x{}-{:04}", number / 9999, number % 9999 + 1),
              .area = area,
              .points = {"point"},
              .expected = 60,
              .stem = "Which?",
              .sources = {{.doc = "None", .year = 2026, .section = "none", .seen = Seen::page}},
              .origin = "Made to measure.",
              .authors = {"bench"}};
    for (const char letter : {'a', 'b', 'c', 'd'})
        item.options.push_back({.letter = letter, .right = letter == 'a', .text = std::string(1, letter), .why = "w"});
    return item;
}

void write_large_bank(const fs::path& file, std::int64_t count) {
    Diagnostics ignored;
    ExamSource source = read_source(COLLIMATE_SOURCE_DIR "/question_banks/arrt/r", ignored);
    const std::vector<int> leaves = source.outline.leaves();
    const auto code = [&](std::int64_t i) {
        return source.outline.areas[static_cast<std::size_t>(leaves[static_cast<std::size_t>(i) % leaves.size()])].code;
    };
    source.points = {{.id = "point", .area = code(0), .text = "A point."}};
    source.items.clear();
    for (std::int64_t number = 0; number < count; ++number) source.items.push_back(small_item(number, code(number)));
    write_bank(source, file);
}

Form form_of(const Bank& bank, std::uint64_t seed) {
    std::vector<OrdinalRange> ranges;
    for (std::size_t area = 0; area < bank.outline().areas.size(); ++area)
        ranges.push_back(bank.range(static_cast<int>(area)));
    const auto facts = [&](std::int64_t ordinal) {
        const ItemHead head = bank.head(ordinal);
        return ItemFacts{.id = head.id, .family = head.family, .enemies = head.enemies, .retired = head.retired};
    };
    return assemble(bank.outline(), ranges, facts, form_length, seed);
}

template <class Work>
double median_ms(Work work) {
    std::vector<double> times;
    for (std::uint64_t seed = 0; seed < 101; ++seed) {
        const auto start = std::chrono::steady_clock::now();
        work(seed);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::nth_element(times.begin(), times.begin() + 50, times.end());
    return times[50];
}

}  // namespace

int main(int argc, char** argv) {
    const std::int64_t count = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
    const fs::path file = fs::temp_directory_path() / fmt::format("collimate-bench-form-{}.bank", count);
    write_large_bank(file, count);
    {
        const Bank bank = Bank::open(file);
        std::size_t items = 0;
        const double forms = median_ms([&](std::uint64_t seed) { items = form_of(bank, seed).items.size(); });
        std::int64_t sum = 0;
        const double heads = median_ms([&](std::uint64_t seed) {
            Random random(seed + 1000);
            for (int i = 0; i < form_length; ++i)
                sum += bank.head(static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(count)))).area;
        });
        fmt::print("{} questions out of {}: {:.2f} ms a form, {:.2f} ms as many heads at random, ratio {:.2f} [{}]\n",
                   items, bank.size(), forms, heads, forms / heads, sum % 10);
    }
    fs::remove(file);
}
