#include <bit>
#include <cmath>

#include "engine/model/ability.hpp"
#include "engine/model/laplace.hpp"

// A saved Ability, all numbers little-endian, doubles as their IEEE 754 bits:
//   u32 mark; u32 leaves; u32 category of each leaf; u32 whether a day follows; i32 day (0 without); i64 answers;
//   i64 repeats; f64 answers studied before the batch; f64 mean of leaves and gamma; f64 lower triangle of the
//   covariance, row by row; u32 pieces of evidence, each u32 leaf, f64 difficulty, f64 chance, u32 right.

namespace collimate {
namespace {

constexpr std::uint32_t mark = 0x32424143;  // "CAB2"
constexpr std::uint32_t most_leaves = 4096;
constexpr std::uint32_t most_batch = 31;
constexpr std::int64_t most_answers = 1'000'000'000;
constexpr Day most_day = 1'000'000;

class Writer {
public:
    void u32(std::uint32_t value) { put(value, 4); }
    void u64(std::uint64_t value) { put(value, 8); }
    void f64(double value) { u64(std::bit_cast<std::uint64_t>(value)); }
    std::vector<std::byte> bytes;

private:
    void put(std::uint64_t value, int size) {
        for (int i = 0; i < size; ++i) bytes.push_back(static_cast<std::byte>(value >> (8 * i) & 0xff));
    }
};

/// Reads past the end give zeros and are remembered.
class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : rest_(bytes) {}
    std::uint32_t u32() { return static_cast<std::uint32_t>(take(4)); }
    std::uint64_t u64() { return take(8); }
    double f64() { return std::bit_cast<double>(u64()); }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }
    [[nodiscard]] bool ran_out() const { return ran_out_; }

private:
    std::uint64_t take(std::size_t size) {
        if (rest_.size() < size) {
            ran_out_ = true;
            rest_ = {};
            return 0;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) value |= std::to_integer<std::uint64_t>(rest_[i]) << (8 * i);
        rest_ = rest_.subspan(size);
        return value;
    }
    std::span<const std::byte> rest_;
    bool ran_out_ = false;
};

Gaussian read_gaussian(Reader& in, std::size_t d) {
    Gaussian read = {.mean = std::vector<double>(d), .covariance = std::vector<double>(d * d)};
    for (double& m : read.mean) m = in.f64();
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j <= i; ++j) read.covariance[i * d + j] = read.covariance[j * d + i] = in.f64();
    return read;
}

bool is_gaussian(const Gaussian& candidate) {
    for (const double m : candidate.mean)
        if (!std::isfinite(m)) return false;
    for (const double c : candidate.covariance)
        if (!std::isfinite(c)) return false;
    std::vector<double> factor = candidate.covariance;
    return factorize(factor, candidate.mean.size());
}

/// Absent when it names no leaf or is not a number.
std::optional<Evidence> read_evidence(Reader& in, std::size_t leaves) {
    const std::uint32_t leaf = in.u32();
    const double difficulty = in.f64();
    const double chance = in.f64();
    const std::uint32_t right = in.u32();
    if (leaf >= leaves || !std::isfinite(difficulty) || !(chance >= 0.0 && chance < 1.0) || right > 1)
        return std::nullopt;
    return Evidence{.leaf = static_cast<int>(leaf), .difficulty = difficulty, .chance = chance, .right = right == 1};
}

}  // namespace

std::vector<std::byte> Ability::save() const {
    Writer out;
    out.u32(mark);
    out.u32(static_cast<std::uint32_t>(leaves()));
    for (const int category : category_of_leaf_) out.u32(static_cast<std::uint32_t>(category));
    out.u32(day_ ? 1 : 0);
    out.u32(static_cast<std::uint32_t>(day_.value_or(0)));
    out.u64(static_cast<std::uint64_t>(answers_));
    out.u64(static_cast<std::uint64_t>(repeats_));
    out.f64(studied_before_batch_);
    const std::size_t d = leaves() + 1;
    for (const double m : before_batch_.mean) out.f64(m);
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j <= i; ++j) out.f64(before_batch_.covariance[i * d + j]);
    out.u32(static_cast<std::uint32_t>(batch_.size()));
    for (const Evidence& e : batch_) {
        out.u32(static_cast<std::uint32_t>(e.leaf));
        out.f64(e.difficulty);
        out.f64(e.chance);
        out.u32(e.right ? 1 : 0);
    }
    return std::move(out.bytes);
}

std::optional<Ability> Ability::load(std::span<const std::byte> bytes) {
    Reader in(bytes);
    if (in.u32() != mark) return std::nullopt;
    const std::size_t count = in.u32();
    if (count == 0 || count > most_leaves || in.left() < count * 4 + (count + 1) * (count + 2) / 2 * 8)
        return std::nullopt;
    Ability ability;
    for (std::size_t i = 0; i < count; ++i) ability.category_of_leaf_.push_back(static_cast<int>(in.u32()));
    const std::uint32_t has_day = in.u32();
    const Day day = static_cast<Day>(in.u32());
    if (has_day > 1 || day < -most_day || day > most_day || (has_day == 0 && day != 0)) return std::nullopt;
    if (has_day == 1) ability.day_ = day;
    ability.answers_ = static_cast<std::int64_t>(in.u64());
    ability.repeats_ = static_cast<std::int64_t>(in.u64());
    ability.studied_before_batch_ = in.f64();
    ability.before_batch_ = read_gaussian(in, count + 1);
    const std::uint32_t pieces = in.u32();
    if (pieces > most_batch) return std::nullopt;
    for (std::uint32_t i = 0; i < pieces; ++i) {
        const auto evidence = read_evidence(in, count);
        if (!evidence) return std::nullopt;
        ability.batch_.push_back(*evidence);
    }
    const bool in_range = ability.answers_ >= 0 && ability.answers_ <= most_answers && ability.repeats_ >= 0 &&
                          ability.repeats_ <= most_answers && ability.studied_before_batch_ >= 0.0;
    const bool counts_hold = in_range &&
                             ability.studied() - ability.studied_before_batch_ >= static_cast<double>(pieces) &&
                             (ability.studied() > 0.0) == ability.day_.has_value();
    if (in.ran_out() || in.left() > 0 || !counts_hold || !is_gaussian(ability.before_batch_)) return std::nullopt;
    return ability;
}

}  // namespace collimate
