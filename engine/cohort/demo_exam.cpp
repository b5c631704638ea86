#include "engine/cohort/demo_exam.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace collimate::cohort {
namespace {

constexpr double clear_slope = 2.0;  ///< of the question with the wrong key: a good question, but for that

std::string as_on_sheet(std::string letters) {
    for (char& c : letters) c = static_cast<char>(c - 'a' + 'A');
    return letters;
}

double mean_hardness(std::span<const MadeUpItem> questions) {
    double sum = 0.0;
    for (const MadeUpItem& item : questions) sum += item.hardness;
    return sum / static_cast<double>(questions.size());
}

std::size_t middling(std::span<const MadeUpItem> questions, double mean) {
    const auto nearest =
        std::min_element(questions.begin(), questions.end(), [&](const MadeUpItem& a, const MadeUpItem& b) {
            return std::abs(a.hardness - mean) < std::abs(b.hardness - mean);
        });
    return static_cast<std::size_t>(nearest - questions.begin());
}

/// Labels A to D of a question, and which of them is `letters`.
void name_options(ClassMatrix& matrix, const std::string& key) {
    std::vector<std::string>& labels = matrix.labels.emplace_back();
    for (char c = 'A'; c <= 'D'; ++c) labels.emplace_back(1, c);
    matrix.options.push_back({.options = 4, .keys = {key[0] - 'A'}});
}

}  // namespace

std::string demo_number(std::size_t candidate) { return fmt::format("D-{:02}", candidate + 1); }

std::vector<std::size_t> demo_exam_questions(std::span<const MadeUpItem> items, std::uint64_t seed) {
    std::vector<std::size_t> fitting;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const MadeUpItem& item = items[i];
        const bool course = item.area_code.starts_with("IP") || item.area_code.starts_with("S.");
        if (course && item.type == ItemType::single && !item.parametric && item.mistaken.size() == 3 &&
            item.key.size() == 1 && item.key[0] <= 'd')
            fitting.push_back(i);
    }
    Random(seed).shuffle(std::span(fitting));
    std::set<std::string> families;
    std::vector<std::size_t> chosen;
    for (const std::size_t i : fitting)
        if (chosen.size() < demo_exam_items && (items[i].family.empty() || families.insert(items[i].family).second))
            chosen.push_back(i);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

DemoExam demo_exam(std::span<const MadeUpItem> questions, std::span<const double> levels, std::uint64_t seed) {
    Random random(seed);
    DemoExam exam;
    const double mean = mean_hardness(questions);
    exam.miskeyed = middling(questions, mean);
    ClassMatrix& matrix = exam.sheet.answers;
    std::vector<ResponseCell> cells;
    for (std::size_t q = 0; q < questions.size(); ++q) {
        const MadeUpItem& item = questions[q];
        const bool wrong_key = q == exam.miskeyed;
        const auto likest = std::max_element(item.mistaken.begin(), item.mistaken.end(),
                                             [](const auto& a, const auto& b) { return a.second < b.second; });
        const std::string key = as_on_sheet(wrong_key ? likest->first : item.key);
        if (wrong_key) {
            exam.told_key = key;
            exam.true_key = as_on_sheet(item.key);
        }
        matrix.items.push_back(item.id);
        matrix.authored.emplace_back();
        matrix.chance.push_back(item.chance);
        name_options(matrix, key);
        const double slope = wrong_key ? clear_slope : item.slope;
        for (const double level : levels) {
            const double knows = 1.0 / (1.0 + std::exp(-slope * (level - (item.hardness - mean))));
            const bool right = random.uniform() < item.chance + (1.0 - item.chance) * knows;
            const std::string chosen = as_on_sheet(right ? item.key : mistake(item, random));
            cells.emplace_back(chosen == key, chosen[0] - 'A');
        }
    }
    for (std::size_t i = 0; i < levels.size(); ++i) matrix.candidates.push_back(demo_number(i));
    matrix.matrix = ResponseMatrix(levels.size(), questions.size(), std::move(cells));
    return exam;
}

}  // namespace collimate::cohort
