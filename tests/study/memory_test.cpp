#include "engine/study/memory.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>

#include "engine/bank/source.hpp"
#include "engine/study/desk.hpp"
#include "engine/study/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/review_simulator.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

/// The small bank with a class's memory.
Bank bank_of_class(const TempFolder& folder, int per_leaf, const ClassMemory& of_class) {
    ExamSource source = small_source(per_leaf);
    source.calibration = CalibrationOrigin{.candidates = 100, .answers = 400, .newest = morning(0).day};
    source.memory = of_class;
    const auto file = folder / ("class" + std::to_string(of_class.reviews) + ".bank");
    write_bank(source, file);
    return Bank::open(file);
}

/// Of a class that forgets four times as fast as by the defaults.
ClassMemory quick_class() {
    ClassMemory memory{.candidates = 20, .reviews = 5'000};
    for (std::size_t i = 0; i < 4; ++i) memory.parameters[i] = 0.25 * default_fsrs()[i];
    return memory;
}

/// A candidate who comes back to `per_leaf` questions of each leaf and forgets them within days.
struct Forgetful {
    TempFolder folder;
    Bank bank;
    Record record;
    Desk desk;
    int day = 0;

    explicit Forgetful(int per_leaf = 10) : Forgetful(per_leaf, {}) {}
    /// With a bank that brings how a class forgets.
    Forgetful(int per_leaf, const std::optional<ClassMemory>& of_class)
        : bank(of_class ? bank_of_class(folder, per_leaf, *of_class) : small_bank(folder.path(), per_leaf)),
          record(Record::open(folder / "record.collimate", made_up, morning(0))),
          desk(bank, record) {}

    void live(int days) {
        for (; days > 0; --days, ++day)
            for (const ItemHead& head : desk.heads()) {
                if (head.retired || (head.ordinal + day) % 3 != 0) continue;
                const bool right = random.uniform() < (desk.state().item(head.id).seen() ? 0.55 : 0.5);
                const Instance question = desk.present(head.id);
                desk.answer(0, question, answer_to(question, right), morning(day));
            }
    }
    Random random{7};
};

std::vector<ForgettingSpeed> speeds_of(const std::vector<Review>& reviews, std::size_t areas) {
    const std::size_t cards = cards_of(reviews);
    std::vector<std::uint32_t> area(cards);
    for (std::size_t card = 0; card < cards; ++card) area[card] = static_cast<std::uint32_t>(card % areas);
    const ReviewLog log = review_log(reviews, cards, 0.8);
    const FsrsFit fit = *fit_fsrs(log, FitTo::all);
    return forgetting_speeds(log, fit.parameters, area, areas);
}

/// Reviews whose person forgets the cards of every fourth area `times` as fast.
std::vector<Review> reviews_of(std::uint64_t seed, std::size_t count, double times) {
    Random random(derive(seed, 1));
    const FsrsParameters truth = someone(random);
    FsrsParameters fast = truth;
    for (std::size_t i = 0; i < 4; ++i) fast[i] = std::max(least_fsrs()[i], truth[i] / times);
    std::vector<Review> usual = ReviewSimulator(truth, derive(seed, 2)).reviews(count);
    if (times == 1.0) return usual;
    const std::vector<Review> quick = ReviewSimulator(fast, derive(seed, 3)).reviews(count);
    std::vector<Review> mixed;
    for (const Review& review : usual)
        if (review.card % 4 != 0) mixed.push_back(review);
    for (const Review& review : quick)
        if (review.card % 4 == 0) mixed.push_back(review);
    return mixed;
}

void check_same_rebuilt(Forgetful& person) {
    const std::uint64_t lived = person.desk.digest();
    CHECK(Desk(person.bank, person.record).digest() == lived);
    person.record.flush();
    CHECK_NOTHROW(person.record.verify());
    person.record.rebuild();
    CHECK(Desk(person.bank, person.record).digest() == lived);
    { const Record closed = std::move(person.record); }
    person.record = Record::open(person.folder / "record.collimate");
    CHECK(Desk(person.bank, person.record).digest() == lived);
}

}  // namespace

TEST_CASE("one area forgotten faster than another") {
    SECTION("is said of at most 5 in 100 where all are forgotten alike") {
        constexpr int people = 150;
        int alarms = 0;
        for (std::uint64_t person = 0; person < people; ++person)
            alarms += clearest_contrast(speeds_of(reviews_of(person, 1500, 1.0), 4)) ? 1 : 0;
        // At 5 % more than 14 of 150 happen once in a hundred times (binomial).
        CHECK(alarms <= 14);
    }
    SECTION("is found, with the right area, where it is so") {
        int found = 0;
        for (std::uint64_t person = 0; person < 10; ++person) {
            const auto contrast = clearest_contrast(speeds_of(reviews_of(500 + person, 6000, 4.0), 4));
            if (!contrast) continue;
            CHECK(contrast->fast == 0);
            CHECK(contrast->ratio_low() > 1.0);
            CHECK(contrast->ratio_high() > contrast->ratio());
            ++found;
        }
        CHECK(found >= 6);
    }
    SECTION("is not asked of areas with few reviews") {
        const std::vector<ForgettingSpeed> speeds = {{.reviews = least_compared, .log_speed = 2.0, .se = 0.1},
                                                     {.reviews = least_compared - 1, .log_speed = -2.0, .se = 0.1}};
        CHECK_FALSE(clearest_contrast(speeds));
    }
}

TEST_CASE("reviews as a fit reads them") {
    Forgetful person;
    person.live(12);
    const MemoryLog log = person.desk.memory_log();
    SECTION("lead through the present model to the memory that the record keeps") {
        REQUIRE(log.cards > 0);
        std::vector<Memory> memory(log.cards);
        for (const Review& each : log.reviews)
            memory[each.card] = review(default_fsrs(), memory[each.card], each.elapsed_days, each.rating);
        std::size_t found = 0;
        for (const ItemHead& head : person.desk.heads()) {
            const ItemState& item = person.desk.state().item(head.id);
            if (head.parametric || !item.seen()) continue;
            for (const Memory& each : memory) found += each == item.memory ? 1 : 0;
        }
        CHECK(found >= log.cards);
    }
    SECTION("leave out what is drawn anew each time, and know the category of each card") {
        std::size_t answers = 0;
        for (const ItemHead& head : person.desk.heads())
            if (!head.parametric) answers += static_cast<std::size_t>(person.desk.state().item(head.id).all.answers);
        CHECK(log.reviews.size() == answers);
        REQUIRE(log.category_of_card.size() == log.cards);
        for (const std::uint32_t category : log.category_of_card) CHECK(category < 2);
    }
}

TEST_CASE("memory fitted to a record") {
    Forgetful person;
    CHECK_FALSE(fit_is_due(person.desk.state(), morning(0).day));
    person.live(27);
    const Day today = morning(person.day).day;
    REQUIRE(repeats(person.desk.state()) >= least_reviews_to_fit);
    CHECK(fit_is_due(person.desk.state(), today));
    const std::uint64_t before = person.desk.digest();
    const MemoryFitted fitted = fit_memory(person.desk.memory_log()).value();
    REQUIRE(fitted.own);
    CHECK(fitted.loss < fitted.default_loss);
    CHECK(fitted.log_speed > 0.0);  // half of all forgotten after three days is faster than usual
    SECTION("changes nothing before it is recorded, and all memory once it is") {
        CHECK(person.desk.digest() == before);
        const std::string id = person.desk.heads().front().id;
        const Memory usual = person.desk.state().item(id).memory;
        person.desk.keep_fit(fitted, morning(person.day));
        CHECK(person.desk.state().model.parameters == fitted.parameters);
        CHECK_FALSE(person.desk.state().item(id).memory == usual);
        CHECK(person.desk.models().front().parameters[2] == fitted.parameters[2]);
        CHECK_FALSE(fit_is_due(person.desk.state(), today + days_between_fits - 1));
        CHECK_FALSE(fit_is_due(person.desk.state(), today + days_between_fits));  // nothing new to learn from
    }
    SECTION("is the same lived, opened anew and rebuilt, bit for bit, before and after further answers") {
        person.desk.keep_fit(fitted, morning(person.day));
        person.live(2);
        check_same_rebuilt(person);
    }
    SECTION("goes back to the defaults when a later fit says so") {
        const std::string id = person.desk.heads().front().id;
        const Memory usual = person.desk.state().item(id).memory;
        person.desk.keep_fit(fitted, morning(person.day));
        person.desk.keep_fit(MemoryFitted{.reviews = fitted.reviews, .held_out = fitted.held_out}, morning(person.day));
        CHECK(person.desk.state().item(id).memory == usual);
        CHECK(person.desk.state().model.parameters == default_fsrs());
        CHECK_NOTHROW(person.record.verify());
    }
    SECTION("loses nothing when it is killed in the midst") {
        const std::int64_t events = person.record.last_seq();
        const pid_t child = ::fork();
        if (child == 0) {
            (void)fit_memory(person.desk.memory_log(), [](double) {
                ::kill(::getpid(), SIGKILL);
                return true;
            });
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        { const Record closed = std::move(person.record); }
        person.record = Record::open(person.folder / "record.collimate");
        CHECK(person.record.last_seq() == events);
        CHECK(Desk(person.bank, person.record).digest() == before);
        CHECK_NOTHROW(person.record.verify());
    }
    SECTION("says in words what it came to") {
        CHECK(fit_sentences(person.desk.state()).front().find("can be fitted now") != std::string::npos);
        person.desk.keep_fit(fitted, morning(person.day));
        const auto words = fit_sentences(person.desk.state());
        REQUIRE(words.size() == 2);
        CHECK(words[0].find("times as fast as the usual curve") != std::string::npos);
        person.desk.keep_fit(MemoryFitted{.held_out = 60, .log_speed_se = 0.3}, morning(person.day));
        CHECK(holds(fit_sentences(person.desk.state()).front(), "no better than the usual one, which stays"));
    }
    SECTION("is not kept with a number that is none") {
        MemoryFitted broken = fitted;
        broken.parameters[3] = std::nan("");
        CHECK_THROWS(person.desk.keep_fit(broken, morning(person.day)));
        CHECK(person.desk.digest() == before);
    }
}

TEST_CASE("memory of a class that the bank brings") {
    Forgetful person(10, quick_class());
    person.live(5);
    const std::string id = person.desk.heads().front().id;
    const Memory usual = person.desk.state().item(id).memory;
    const std::int64_t events = person.record.last_seq();
    SECTION("is what all stands on once a session begins, told once") {
        CHECK(person.desk.state().model.parameters == default_fsrs());
        (void)Session::start(person.desk, {.length = 3}, morning(person.day), 1);
        CHECK(person.record.last_seq() == events + 2);
        CHECK(person.desk.state().model.parameters == quick_class().parameters);
        CHECK(person.desk.state().item(id).memory.stability < usual.stability);
        CHECK(holds(fit_sentences(person.desk.state()).front(), "the forgetting curve of a class"));
        person.desk.take_class_memory(morning(person.day));
        CHECK(person.record.last_seq() == events + 2);
    }
    SECTION("is the same lived, opened anew and rebuilt, bit for bit") {
        person.desk.take_class_memory(morning(person.day));
        person.live(3);
        check_same_rebuilt(person);
    }
    SECTION("is what a fit starts from, waits for as ever, and stays where a fit is no better") {
        person.desk.take_class_memory(morning(person.day));
        CHECK_FALSE(fit_is_due(person.desk.state(), morning(person.day).day));
        const MemoryLog log = person.desk.memory_log();
        CHECK(log.of_class == quick_class().parameters);
        person.live(22);
        CHECK(fit_is_due(person.desk.state(), morning(person.day).day));
        MemoryLog few = person.desk.memory_log();
        few.reviews.resize(12);
        const MemoryFitted none = fit_memory(few).value();
        CHECK_FALSE(none.own);
        CHECK(none.of_class);
        CHECK(none.parameters == quick_class().parameters);
    }
    SECTION("gives way to a fit of one's own, and comes back with a later class where there is none") {
        MemoryFitted own{.own = true, .reviews = 400};
        own.parameters[0] = 1.0;
        person.desk.keep_fit(own, morning(person.day));
        person.desk.take_class_memory(morning(person.day));
        CHECK(person.desk.state().model.parameters == own.parameters);
        person.desk.keep_fit({.reviews = 500}, morning(person.day));
        person.desk.take_class_memory(morning(person.day));
        CHECK(person.desk.state().model.parameters == quick_class().parameters);
        ClassMemory later = quick_class();
        later.parameters[0] *= 2.0;
        later.reviews = 9'000;
        const Bank bank = bank_of_class(person.folder, 10, later);
        Desk desk(bank, person.record);
        desk.take_class_memory(morning(person.day));
        CHECK(desk.state().model.parameters == later.parameters);
    }
}

TEST_CASE("memory by area") {
    Forgetful person;
    CHECK(person.desk.memory_by_area(morning(0).day).areas.empty());
    person.live(4);
    const Day today = morning(4).day;
    const MemoryByArea few = person.desk.memory_by_area(today);
    REQUIRE(few.areas.size() == 2);
    SECTION("is the mean over the questions seen") {
        int seen = 0;
        double kept = 0.0;
        for (const ItemHead& head : person.desk.heads()) {
            if (head.retired || head.parametric || !person.desk.state().item(head.id).seen()) continue;
            ++seen;
            kept += person.desk.retrievability_of(head.id, today);
        }
        CHECK(few.areas[0].seen + few.areas[1].seen == seen);
        CHECK(few.areas[0].kept * few.areas[0].seen + few.areas[1].kept * few.areas[1].seen == Approx(kept));
    }
    SECTION("is marked while its own forgetting is hardly known, and less is left tomorrow") {
        CHECK(few.areas[0].few);
        CHECK_FALSE(few.contrast);
        CHECK(contrast_sentence(few, {"First", "Second"}).find("do not tell yet") != std::string::npos);
        CHECK(person.desk.memory_by_area(today + 3).areas[0].kept < few.areas[0].kept);
        person.live(20);
        CHECK_FALSE(person.desk.memory_by_area(morning(24).day).areas[1].few);
    }
}
