#include "engine/cohort/class_matrix.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "engine/base/characters.hpp"

namespace collimate::cohort {
namespace {

/// The highest number of different answers that are still options of an item.
constexpr std::size_t most_labels = 26;

/// Runs of digits count as numbers: q2 before q10.
bool comes_before(const std::string& a, const std::string& b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            const std::size_t end_a = std::min(a.find_first_not_of("0123456789", i), a.size());
            const std::size_t end_b = std::min(b.find_first_not_of("0123456789", j), b.size());
            if (end_a - i != end_b - j) return end_a - i < end_b - j;
            const int order = a.compare(i, end_a - i, b, j, end_b - j);
            if (order != 0) return order < 0;
            i = end_a;
            j = end_b;
        } else if (a[i] != b[j]) {
            return a[i] < b[j];
        } else {
            ++i, ++j;
        }
    }
    return a.size() - i < b.size() - j;
}

}  // namespace

struct MatrixGathering::Impl {
    struct GatheredAnswer {
        std::uint32_t candidate = 0;
        std::uint32_t item = 0;
        std::string letters;
        bool right = false;
        int revision = 0;  ///< 0 where it is not known
        std::int64_t elapsed_ms = 0;  ///< 0 where it is not known
    };

    void add(const ClassResponse& response) {
        const std::string candidate = hex_of(response.candidate);
        if (matrix_.candidates.empty() || matrix_.candidates.back() != candidate)
            matrix_.candidates.push_back(candidate);
        const PackedAnswer& answer = response.answer;
        const std::uint32_t item = number_of(answer);
        if (!answer.area.empty()) matrix_.exams.insert(answer.exam);
        matrix_.newest = std::max(matrix_.newest.value_or(answer.day), answer.day);
        answers_.push_back({.candidate = static_cast<std::uint32_t>(matrix_.candidates.size() - 1),
                            .item = item,
                            .letters = answer.letters,
                            .right = answer.right,
                            .revision = answer.area.empty() ? 0 : answer.revision,
                            .elapsed_ms = answer.elapsed_ms});
    }

    ClassMatrix finish() {
        sort_items();
        std::erase_if(answers_, [&](const GatheredAnswer& answer) {
            return answer.revision != 0 && answer.revision < items_[answer.item].revision;
        });
        for (const GatheredAnswer& answer : answers_) {
            if (answer.letters.empty()) continue;
            items_[answer.item].letters.insert(answer.letters);
            if (answer.right) items_[answer.item].keys.insert(answer.letters);
        }
        for (std::size_t item = 0; item < matrix_.items.size(); ++item) name_options(item);
        take_times();
        std::vector<ScoredResponse> responses;
        responses.reserve(answers_.size());
        for (const GatheredAnswer& answer : answers_)
            responses.push_back({.candidate = answer.candidate,
                                 .item = answer.item,
                                 .cell = ResponseCell(answer.right, option_of(answer))});
        matrix_.matrix = ResponseMatrix(matrix_.candidates.size(), matrix_.items.size(), responses);
        return std::move(matrix_);
    }

    /// What came in of one item.
    struct GatheredItem {
        std::string id;
        std::optional<double> authored;
        double chance = 0.0;
        int revision = 0;     ///< the newest there is
        TimeMs told_ms = 0;  ///< of the answer that the difficulty is from
        std::set<std::string> letters, keys;
    };

    std::uint32_t number_of(const PackedAnswer& answer) {
        const auto [found, is_new] = numbers_.try_emplace(answer.item, static_cast<std::uint32_t>(items_.size()));
        if (is_new) items_.emplace_back().id = answer.item;
        GatheredItem& item = items_[found->second];
        // Answers from elsewhere carry neither area nor difficulty. Where labels differ, the last one stands.
        const bool newer = std::pair(answer.revision, answer.at_ms) > std::pair(item.revision, item.told_ms);
        if (!answer.area.empty() && newer) {
            item.authored = answer.difficulty;
            item.chance = answer.chance;
            item.revision = answer.revision;
            item.told_ms = answer.at_ms;
        }
        return found->second;
    }

    void sort_items() {
        std::vector<std::uint32_t> order(items_.size());
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return comes_before(items_[a].id, items_[b].id); });
        std::vector<std::uint32_t> place(order.size());
        std::vector<GatheredItem> sorted;
        for (std::uint32_t at = 0; at < order.size(); ++at) {
            place[order[at]] = at;
            sorted.push_back(std::move(items_[order[at]]));
        }
        items_ = std::move(sorted);
        for (GatheredAnswer& answer : answers_) answer.item = place[answer.item];
        for (const GatheredItem& item : items_) {
            matrix_.items.push_back(item.id);
            matrix_.authored.push_back(item.authored);
            matrix_.chance.push_back(item.chance);
            matrix_.revisions.push_back(std::max(1, item.revision));
        }
    }

    /// As in the matrix the first answer of a candidate to an item counts. Answers come candidate by candidate.
    void take_times() {
        std::vector<std::vector<double>> seconds(items_.size());
        std::vector<std::uint32_t> last(items_.size(), std::numeric_limits<std::uint32_t>::max());
        for (const GatheredAnswer& answer : answers_) {
            if (std::exchange(last[answer.item], answer.candidate) == answer.candidate) continue;
            if (answer.elapsed_ms > 0) seconds[answer.item].push_back(static_cast<double>(answer.elapsed_ms) / 1000.0);
        }
        for (std::vector<double>& each : seconds) matrix_.seconds.push_back(median_statistic(std::move(each)));
    }

    void name_options(std::size_t at) {
        const GatheredItem& item = items_[at];
        std::vector<std::string>& labels = matrix_.labels.emplace_back(item.letters.begin(), item.letters.end());
        if (labels.size() > most_labels) labels.clear();
        ItemOptions& options = matrix_.options.emplace_back();
        options.options = static_cast<int>(labels.size());
        for (std::size_t label = 0; label < labels.size(); ++label)
            if (item.keys.contains(labels[label])) options.keys.push_back(static_cast<int>(label));
    }

    std::optional<int> option_of(const GatheredAnswer& answer) const {
        const std::vector<std::string>& labels = matrix_.labels[answer.item];
        const auto found = std::lower_bound(labels.begin(), labels.end(), answer.letters);
        if (found == labels.end() || *found != answer.letters) return std::nullopt;
        return static_cast<int>(found - labels.begin());
    }

    ClassMatrix matrix_;
    std::map<std::string, std::uint32_t> numbers_;
    std::vector<GatheredItem> items_;
    std::vector<GatheredAnswer> answers_;
};

Statistic median_seconds(const ClassMatrix& matrix, std::size_t item) {
    return matrix.seconds.empty() ? withheld(Withheld::untold, 0) : matrix.seconds[item];
}

MatrixGathering::MatrixGathering() : impl_(std::make_unique<Impl>()) {}
MatrixGathering::MatrixGathering(MatrixGathering&&) noexcept = default;
MatrixGathering& MatrixGathering::operator=(MatrixGathering&&) noexcept = default;
MatrixGathering::~MatrixGathering() = default;

void MatrixGathering::add(const ClassResponse& response) { impl_->add(response); }

ClassMatrix MatrixGathering::finish() { return impl_->finish(); }

ClassMatrix class_matrix(Store& store, Query query) {
    query.fresh = true;
    MatrixGathering gathering;
    store.each_response(query, [&](const ClassResponse& response) { gathering.add(response); });
    return gathering.finish();
}

}  // namespace collimate::cohort
