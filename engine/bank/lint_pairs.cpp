#include "engine/bank/lint_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace collimate {
namespace {

struct Entry {
    std::uint32_t feature = 0;
    double weight = 0.0;
};

/// A unit vector, its rarest features first.
using Vector = std::vector<Entry>;

std::vector<Vector> vectors_of(const std::vector<std::vector<std::string>>& features, Weighing weighing) {
    std::unordered_map<std::string_view, std::uint32_t> ids;
    std::vector<std::vector<std::uint32_t>> lists;
    std::vector<std::uint32_t> frequency;
    for (const auto& text : features) {
        auto& list = lists.emplace_back();
        for (const std::string& feature : text)
            list.push_back(ids.emplace(feature, static_cast<std::uint32_t>(ids.size())).first->second);
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
        frequency.resize(ids.size());
        for (const std::uint32_t id : list) ++frequency[id];
    }
    std::vector<Vector> vectors;
    for (auto& list : lists) {
        std::sort(list.begin(), list.end(),
                  [&](auto a, auto b) { return std::pair(frequency[a], a) < std::pair(frequency[b], b); });
        double square = 0.0;
        Vector vector;
        for (const std::uint32_t id : list) {
            const double rarity = std::log(1.0 + static_cast<double>(features.size()) / frequency[id]);
            const double weight = weighing == Weighing::even ? 1.0 : rarity;
            vector.push_back({.feature = id, .weight = weight});
            square += weight * weight;
        }
        for (Entry& entry : vector) entry.weight /= std::sqrt(square);
        vectors.push_back(std::move(vector));
    }
    return vectors;
}

double cosine(const std::unordered_map<std::uint32_t, double>& a, const Vector& b) {
    double sum = 0.0;
    for (const Entry& entry : b)
        if (const auto found = a.find(entry.feature); found != a.end()) sum += found->second * entry.weight;
    return sum;
}

}  // namespace

std::vector<SimilarPair> similar_pairs(const std::vector<std::vector<std::string>>& features, double threshold,
                                       Weighing weighing) {
    const std::vector<Vector> vectors = vectors_of(features, weighing);
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>
        index;  // of the texts before this one, their first entries
    std::vector<std::size_t> met(vectors.size(), vectors.size());
    std::vector<SimilarPair> pairs;
    for (std::size_t at = 0; at < vectors.size(); ++at) {
        std::unordered_map<std::uint32_t, double> weights;
        for (const Entry& entry : vectors[at]) weights.emplace(entry.feature, entry.weight);
        for (const Entry& entry : vectors[at]) {
            const auto list = index.find(entry.feature);
            if (list == index.end()) continue;
            for (const std::uint32_t other : list->second) {
                if (std::exchange(met[other], at) == at) continue;
                const double alike = cosine(weights, vectors[other]);
                if (alike >= threshold - 1e-12) pairs.push_back({.first = other, .second = at, .cosine = alike});
            }
        }
        // Entries go into the index until what is left could not reach the threshold with any unit vector.
        double left = 1.0;
        for (const Entry& entry : vectors[at]) {
            if (std::sqrt(std::max(0.0, left)) < threshold - 1e-9) break;
            index[entry.feature].push_back(static_cast<std::uint32_t>(at));
            left -= entry.weight * entry.weight;
        }
    }
    std::sort(pairs.begin(), pairs.end(),
              [](const auto& a, const auto& b) { return std::pair(a.first, a.second) < std::pair(b.first, b.second); });
    return pairs;
}

}  // namespace collimate
