// What the result of a session shows; it is painted in result_draw.cpp.
#include "app/screens/result.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "app/screens/phrases.hpp"
#include "app/screens/question.hpp"
#include "app/screens/words.hpp"

namespace collimate {
namespace {

constexpr double z_80 = 1.2815515655446004;  // both tails of 10 %
constexpr std::int64_t enough_to_judge = 5;  // answers of one confidence before a word is said about it
constexpr std::size_t result_stem_signs = 140;
constexpr double too_wide = 0.5;  // of an interval, to judge an area by it

Response response_of(const SessionAnswer& answer) {
    return {.letters = answer.letters,
            .number = answer.number,
            .mark = answer.mark,
            .confidence = answer.confidence,
            .elapsed_ms = answer.elapsed_ms};
}

std::string area_title(const Outline& outline, const std::string& code) {
    const auto area = outline.find(code);
    return area ? outline.areas[static_cast<std::size_t>(*area)].title : code;
}

ResultAnswer answer_line(const Model& model, const SessionAnswer& answer, std::size_t number) {
    const Instance shown = present(model.bank->item(answer.item), answer.seed);
    std::string given =
        answer.number ? number_with_unit(*answer.number, plain(shown.unit)) : screen_letters(shown, answer.letters);
    if (answer.confidence != Confidence::none) given += ", " + std::string(name_of(answer.confidence));
    return {.open = {.id = answer.item, .seed = answer.seed, .response = response_of(answer)},
            .right = answer.right,
            .number = std::to_string(number),
            .stem = opening(plain(shown.stem), result_stem_signs),
            .area = area_title(model.bank->outline(), answer.area),
            .given = std::move(given),
            .time = duration(answer.elapsed_ms)};
}

std::vector<ResultAnswer> answer_lines(const Model& model, const SessionSummary& summary) {
    std::vector<ResultAnswer> lines;
    for (std::size_t i = 0; i < summary.answers.size(); ++i)
        if (model.bank->find(summary.answers[i].item)) lines.push_back(answer_line(model, summary.answers[i], i + 1));
    std::stable_partition(lines.begin(), lines.end(), [](const ResultAnswer& line) { return !line.right; });
    return lines;
}

std::vector<ResultArea> area_lines(const Outline& outline, const SessionSummary& summary) {
    std::vector<ResultArea> lines;
    for (const SessionArea& area : summary.areas) {
        const Share share = share_of(area.tally);
        lines.push_back({.name = outline.areas[static_cast<std::size_t>(area.area)].title,
                         .share = share.share,
                         .low = share.low,
                         .high = share.high,
                         .few = share.high - share.low > too_wide,
                         .right = fmt::format("{} of {}", area.tally.right, area.tally.answers)});
    }
    return lines;
}

/// Seconds a question at the exam; absent where its length is not published.
std::optional<double> even_pace(const Outline& outline) {
    if (!outline.minutes || !outline.scored_items) return std::nullopt;
    const int items = *outline.scored_items + outline.pilot_items.value_or(0);
    return 60.0 * *outline.minutes / items;
}

std::int64_t median_of(std::vector<std::int64_t> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::string pace_words(const Outline& outline, const SessionSummary& summary) {
    if (summary.answers.empty()) return "";
    std::vector<std::int64_t> times;
    for (const SessionAnswer& answer : summary.answers) times.push_back(answer.elapsed_ms);
    const std::string median = "Half of your answers took under " + duration(median_of(std::move(times)));
    const auto even = even_pace(outline);
    if (!even) return median + ". How much time the exam gives is not published.";
    return median + fmt::format("; the exam gives {:.0f}\u00A0s a question.", *even);
}

std::string summary_words(const Model& model, const SessionSummary& summary, const Share& share) {
    if (summary.all.answers == 0) return "Nothing was answered, so nothing changes.";
    const double cut = model.desk->frame().cut;
    const std::string line = fmt::format("Took {}. ", duration(summary.elapsed_ms));
    if (share.low > cut) return line + "Above the pass line, as far as so few questions can tell.";
    if (share.high < cut) return line + "Below the pass line this time. The missed ones come back soon.";
    return line + fmt::format("Too close to the pass line of {} to call from {}.", percent(cut),
                              counted(summary.all.answers, "answer", "answers"));
}

std::string tomorrow_words(const Model& model, const SessionSummary& summary, Day today) {
    int of_these = 0;
    for (const SessionAnswer& answer : summary.answers)
        of_these += model.desk->state().item(answer.item).due <= today + 1 ? 1 : 0;
    const int all = model.desk->today(today).due_tomorrow;
    if (all == 0) return "Nothing comes back tomorrow.";
    return fmt::format("{} {} back by tomorrow, {} of them from this session.", counted(all, "question", "questions"),
                       all == 1 ? "comes" : "come", of_these);
}

std::string calibration_line(Confidence confidence, const Tally& tally) {
    const double share = static_cast<double>(tally.right) / static_cast<double>(tally.answers);
    const bool judge = tally.answers >= enough_to_judge;
    const std::string line = fmt::format("{}: {} of {} right",
                                         confidence == Confidence::sure     ? "Sure"
                                         : confidence == Confidence::unsure ? "Unsure"
                                                                            : "Guessed",
                                         tally.right, tally.answers);
    if (!judge) return line + ", too few to tell more.";
    if (confidence == Confidence::sure && share < 0.8) return line + ". You are sure too early; look at these again.";
    if (confidence == Confidence::sure) return line + ". When you are sure, you may trust it.";
    if (confidence == Confidence::unsure && share >= 0.8) return line + ". You know more than you think.";
    if (confidence == Confidence::guess && share >= 0.6) return line + ". Your guesses know more than chance.";
    return line + ".";
}

}  // namespace

Share share_of(const Tally& tally) {
    if (tally.answers == 0) return {};
    const auto n = static_cast<double>(tally.answers);
    const double p = static_cast<double>(tally.right) / n;
    const double middle = (p + z_80 * z_80 / (2 * n)) / (1 + z_80 * z_80 / n);
    const double half = z_80 / (1 + z_80 * z_80 / n) * std::sqrt(p * (1 - p) / n + z_80 * z_80 / (4 * n * n));
    return {.share = p, .low = std::max(0.0, middle - half), .high = std::min(1.0, middle + half)};
}

std::vector<std::string> calibration_words(const std::array<Tally, 4>& by_confidence) {
    std::vector<std::string> lines;
    for (const Confidence confidence : {Confidence::sure, Confidence::unsure, Confidence::guess}) {
        const Tally& tally = by_confidence[static_cast<std::size_t>(confidence)];
        if (tally.answers > 0) lines.push_back(calibration_line(confidence, tally));
    }
    return lines;
}

ResultView result_view(const Model& model, const ResultDraft& draft, Now now) {
    const Outline& outline = model.bank->outline();
    const SessionSummary summary = model.session->summary();
    const Share share = share_of(summary.all);
    ResultView view = {
        .subtitle =
            session_name(model, model.session->settings()) + ", " + exam_name(outline) + ", " + day_words(now.day),
        .right = std::to_string(summary.all.right),
        .of = "of " + std::to_string(summary.all.answers) + " right",
        .interval = share,
        .cut = model.desk->frame().cut,
        .summary = summary_words(model, summary, share),
        .cut_label = "pass line " + percent(model.desk->frame().cut) + (outline.cut.assumed ? " (assumed)" : ""),
        .areas = area_lines(outline, summary),
        .even_pace = static_cast<float>(even_pace(outline).value_or(0.0)),
        .pace_scope = "seconds a question",
        .pace_text = pace_words(outline, summary),
        .calibration = calibration_words(summary.by_confidence),
        .answers = answer_lines(model, summary),
        .points_missed = point_lines(model, summary.points_missed),
        .tomorrow = tomorrow_words(model, summary, now.day),
        .any_missed = summary.all.right < summary.all.answers};
    for (const SessionAnswer& answer : summary.answers)
        view.pace.push_back(static_cast<float>(answer.elapsed_ms) / 1000.0f);
    if (view.even_pace > 0) view.pace_scope += fmt::format(", line at exam pace {:.0f}", view.even_pace);
    if (draft.open) view.page = item_page_view(model, *draft.open, now);
    return view;
}

void update(Model& model, ResultDraft& draft, const ResultEvent& event, Now now) {
    struct Does {
        Model& model;
        ResultDraft& draft;
        Now now;

        void operator()(const result::Open& open) const {
            draft.page = {};
            draft.open = open.item;
        }
        void operator()(const result::PractiseAgain&) const {
            const SessionSettings& settings = model.session->settings();
            Session session = Session::start(*model.desk, settings, now, seed_for(model, settings));
            if (session.phase() == Phase::finished) {
                model.toast =
                    Message{.text = "Nothing is left to practise with these settings today.", .shown_ms = now.ms};
                return;
            }
            model.session.emplace(std::move(session));
            model.place = Place::question;
            draft = ResultDraft{};
        }
        void operator()(const result::PractiseMissed&) const {
            std::vector<std::string> missed;
            for (const SessionAnswer& answer : model.session->summary().answers)
                if (!answer.right && std::find(missed.begin(), missed.end(), answer.item) == missed.end())
                    missed.push_back(answer.item);
            practise_items(model, std::move(missed), now);
            draft = ResultDraft{};
        }
        void operator()(const result::BackToToday&) const {
            draft = ResultDraft{};
            model.place = Place::today;
        }
        void operator()(const ItemPageEvent& page) const {
            if (std::holds_alternative<item_page::Back>(page)) {
                draft.open.reset();
                return;
            }
            update_item_page(model, draft.open->id, page, now);
            if (model.place != Place::result) draft = ResultDraft{};
        }
    };
    std::visit(Does{model, draft, now}, event);
}

std::span<const KeyHelp> result_keys() {
    static constexpr std::array<KeyHelp, 4> keys{{{"Enter", "back to Today"},
                                                  {"P", "practise again"},
                                                  {"Tab, Up, Down", "move between the answers"},
                                                  {"Space", "open the answer"}}};
    return keys;
}

}  // namespace collimate
