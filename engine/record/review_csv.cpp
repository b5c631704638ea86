#include "engine/record/review_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "engine/base/csv.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace {

constexpr std::size_t most_reviews = 50'000'000;
constexpr float most_elapsed_days = 100'000.0F;

template <class Number>
std::optional<Number> number_from(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return number;
}

struct Columns {
    std::size_t card = 0;
    std::size_t time = 0;
    std::size_t rating = 0;
    std::size_t days = 0;
    std::optional<std::size_t> area;
    std::size_t count = 0;
};

class ReviewReader {
public:
    explicit ReviewReader(const std::filesystem::path& file)
        : csv_(file, {.longest_line = 65'536, .line_holds = "one review"}) {}

    ReviewTable read() {
        if (!csv_.next()) throw Refused(fmt::format("{} is empty; its first line must name {}", csv_.file(), wanted));
        columns_ = columns();
        while (csv_.next())
            if (!csv_.blank()) add_review();
        for (std::size_t card = 0; card < starts_.size(); ++card) check_start(starts_[card]);
        table_.cards = starts_.size();
        return std::move(table_);
    }

private:
    static constexpr const char* wanted = "card_id,review_time_unix,rating,elapsed_days";

    /// Of a card: its earliest review, and the one that says no elapsed days.
    struct Start {
        std::int64_t earliest_s = std::numeric_limits<std::int64_t>::max();
        std::optional<std::int64_t> blank_s;
        std::size_t blank_line = 0;
    };

    [[noreturn]] void refuse(std::string_view fault, std::string_view remedy) const { csv_.refuse(fault, remedy); }

    const std::vector<std::string>& fields() const { return csv_.fields(); }

    std::size_t column(std::string_view name) const {
        const auto found = std::find(fields().begin(), fields().end(), name);
        if (found == fields().end())
            refuse(fmt::format("there is no column {}", name), fmt::format("the first line must name {}", wanted));
        return static_cast<std::size_t>(found - fields().begin());
    }

    Columns columns() {
        Columns found{.card = column("card_id"),
                      .time = column("review_time_unix"),
                      .rating = column("rating"),
                      .days = column("elapsed_days"),
                      .count = fields().size()};
        if (std::find(fields().begin(), fields().end(), "area") != fields().end()) found.area = column("area");
        return found;
    }

    void add_review() {
        if (fields().size() != columns_.count)
            refuse(fmt::format("{} fields instead of {}", fields().size(), columns_.count), "complete or remove the line");
        if (table_.reviews.size() == most_reviews)
            refuse(fmt::format("more than {} reviews", most_reviews), "give the most recent ones");
        const auto time = number_from<std::int64_t>(fields()[columns_.time]);
        if (!time) refuse("review_time_unix is no whole number", "write seconds since 1970");
        const auto rating = number_from<int>(fields()[columns_.rating]);
        if (!rating || *rating < 1 || *rating > 4)
            refuse("rating is not 1, 2, 3 or 4", "write 1 for Again, 2 for Hard, 3 for Good, 4 for Easy");
        const std::uint32_t card = card_of(fields()[columns_.card]);
        table_.reviews.push_back({.time_s = *time,
                                  .card = card,
                                  .elapsed_days = days_of(starts_[card], *time),
                                  .rating = static_cast<Rating>(*rating)});
    }

    std::uint32_t card_of(const std::string& name) {
        if (name.empty()) refuse("card_id is empty", "name the card");
        const auto [found, is_new] = cards_.try_emplace(name, static_cast<std::uint32_t>(starts_.size()));
        if (is_new) {
            starts_.emplace_back();
            if (columns_.area) table_.area_of_card.push_back(area_of(fields()[*columns_.area]));
        }
        return found->second;
    }

    std::uint32_t area_of(const std::string& name) {
        const auto [found, is_new] = areas_.try_emplace(name, static_cast<std::uint32_t>(table_.areas.size()));
        if (is_new) table_.areas.push_back(name);
        return found->second;
    }

    float days_of(Start& start, std::int64_t time_s) {
        start.earliest_s = std::min(start.earliest_s, time_s);
        const std::string& text = fields()[columns_.days];
        const std::optional<float> days = text.empty() ? -1.0F : number_from<float>(text);
        if (days == -1.0F) {
            if (start.blank_s) refuse("no elapsed_days for a later review", "write the days since the card's last one");
            start.blank_s = time_s;
            start.blank_line = csv_.line_number();
            return 0.0F;
        }
        if (!days || !(*days >= 0.0F && *days <= most_elapsed_days))
            refuse("elapsed_days is no number of days from 0 to 100000", "write the days since the card's last review");
        return *days;
    }

    void check_start(const Start& start) const {
        if (!start.blank_s || *start.blank_s == start.earliest_s) return;
        throw Refused(fmt::format("{}:{}: no elapsed_days on a review that is not the card's first; "
                                  "write the days since the one before",
                                  csv_.file(), start.blank_line));
    }

    CsvReader csv_;
    Columns columns_;
    ReviewTable table_;
    std::vector<Start> starts_;
    std::unordered_map<std::string, std::uint32_t> cards_;
    std::unordered_map<std::string, std::uint32_t> areas_;
};

}  // namespace

ReviewTable read_review_csv(const std::filesystem::path& file) { return ReviewReader(file).read(); }

}  // namespace collimate
