#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/context.hpp"
#include "app/cli/terminal.hpp"
#include "engine/base/json_text.hpp"
#include "engine/record/review_csv.hpp"

namespace collimate {
namespace {

using nlohmann::json;

struct FitOptions {
    std::filesystem::path log;
    double train_fraction = 0.8;
    bool as_json = false;
};

struct TimedFit {
    FsrsFit fit;
    double seconds = 0.0;
    std::vector<ForgettingSpeed> areas;
};

bool show_progress(double share) {
    if (isatty(STDERR_FILENO)) fmt::print(stderr, "\rfit: {:3.0f} %{}", 100.0 * share, share < 1.0 ? "" : "\n");
    return true;
}

TimedFit timed_fit(const ReviewTable& table, double train_fraction) {
    const auto start = std::chrono::steady_clock::now();
    const ReviewLog log = review_log(table.reviews, table.cards, train_fraction);
    TimedFit timed{.fit = *fit_fsrs(log, FitTo::train, show_progress)};
    timed.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!table.areas.empty())
        timed.areas = forgetting_speeds(log, timed.fit.parameters, table.area_of_card, table.areas.size());
    return timed;
}

std::string outcome_text(FitOutcome outcome) {
    switch (outcome) {
        case FitOutcome::fitted: return "fitted";
        case FitOutcome::too_few: return "too few reviews on later days to fit";
        case FitOutcome::unchecked: return "no review on a later day was held out to check a fit against";
        case FitOutcome::not_better: return "a fit was no better than the defaults on the reviews held out";
    }
    return {};
}

json mean_or_null(const LogLoss& loss) { return loss.reviews == 0 ? json(nullptr) : json(loss.mean()); }

void print_fit_json(const TimedFit& timed, const ReviewTable& table) {
    const FsrsFit& fit = timed.fit;
    json document = {{"parameters", fit.parameters},
                     {"log_loss_train", mean_or_null(fit.train)},
                     {"log_loss_test", mean_or_null(fit.held_out)},
                     {"seconds", timed.seconds},
                     {"fitted", fit.outcome == FitOutcome::fitted},
                     {"outcome", outcome_text(fit.outcome)},
                     {"reviews_train", fit.train.reviews},
                     {"reviews_test", fit.held_out.reviews},
                     {"log_loss_train_defaults", mean_or_null(fit.default_train)},
                     {"log_loss_test_defaults", mean_or_null(fit.default_held_out)}};
    if (!timed.areas.empty()) document["areas"] = json::array();
    for (std::size_t i = 0; i < timed.areas.size(); ++i)
        document["areas"].push_back({{"area", table.areas[i]},
                                     {"reviews", timed.areas[i].reviews},
                                     {"log_speed", timed.areas[i].log_speed},
                                     {"se", timed.areas[i].se}});
    fmt::print("{}\n", json_text(document, 2));
}

void print_fit_outcome(const TimedFit& timed) {
    const FsrsFit& fit = timed.fit;
    if (fit.outcome != FitOutcome::fitted) {
        print_wrapped(fmt::format("The default parameters stay: {}.", outcome_text(fit.outcome)));
        return;
    }
    print_wrapped(fmt::format("Fitted to {} reviews in {:.2f} s and checked on the {} that came last, which the fit had "
                              "not seen.",
                              fit.train.reviews, timed.seconds, fit.held_out.reviews));
    print_wrapped(fmt::format("There the log loss of a review is {:.4f} with your parameters and {:.4f} with the "
                              "defaults; less is better.",
                              fit.held_out.mean(), fit.default_held_out.mean()));
}

void print_contrast(const TimedFit& timed, const ReviewTable& table) {
    if (timed.areas.size() < 2) return;
    if (const auto contrast = clearest_contrast(timed.areas))
        print_wrapped(fmt::format("You forget {} {:.1f} times as fast as {} (95 % interval {:.1f} to {:.1f}).",
                                  table.areas[contrast->fast], contrast->ratio(),
                                  table.areas[contrast->slow], contrast->ratio_low(), contrast->ratio_high()));
    else
        print_wrapped("Not enough reviews yet to say that you forget one area faster than another.");
}

void run_fit(const FitOptions& options) {
    const ReviewTable table = read_review_csv(options.log);
    const TimedFit timed = timed_fit(table, options.train_fraction);
    if (options.as_json) return print_fit_json(timed, table);
    print_fit_outcome(timed);
    print_contrast(timed, table);
    std::string line;
    for (const double w : timed.fit.parameters) line += fmt::format("{}{:.4f}", line.empty() ? "" : ", ", w);
    print_wrapped("Parameters: " + line);
}

}  // namespace

void add_fit_command(CLI::App& app, Context&) {
    const auto options = std::make_shared<FitOptions>();
    CLI::App* command = app.add_subcommand("fit", "Fit the FSRS-6 memory model to a review log");
    command
        ->add_option("log", options->log,
                     "CSV with the columns card_id, review_time_unix, rating (1 to 4), elapsed_days; a column area "
                     "lets areas be compared")
        ->required();
    command
        ->add_option("--train-fraction", options->train_fraction,
                     "Share of the reviews, by time, that is fitted; the rest checks the fit")
        ->capture_default_str()
        ->check([](const std::string& text) {
            double share = 0.0;
            return CLI::detail::lexical_cast(text, share) && share > 0.0 && share < 1.0
                       ? std::string()
                       : "\"" + text + "\" is no share; write a number between 0 and 1";
        });
    command->add_flag("--json", options->as_json, "One JSON document");
    command->callback([options] { run_fit(*options); });
}

}  // namespace collimate
