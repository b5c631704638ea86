// A full exam of 200 scored questions and 30 pilots: how long it takes to open, to go on with, to answer and to score,
// and how much memory it holds.
//   bench_exam [FOLDER]     default: the current folder, since /tmp is often memory
#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include "engine/study/exam_result.hpp"
#include "engine/study/mock_exam.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

template <class Work>
double milliseconds(Work&& work) {
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

/// The small exam at ARRT's largest size, over a bank of 1,000 questions, each with a real one's length.
ExamSource large_source() {
    ExamSource source = small_source(250);
    source.outline.scored_items = 200;
    source.outline.pilot_items = 30;
    source.outline.minutes = 230;
    for (Area& area : source.outline.areas) area.items = *area.items * 2;
    for (Item& item : source.items) item.stem += std::string(300, 'x');
    return source;
}

}  // namespace

int main(int argc, char** argv) {
    const fs::path folder = fs::path(argc > 1 ? argv[1] : ".") / ("collimate-exam-" + std::to_string(getpid()));
    fs::create_directories(folder);
    write_bank(large_source(), folder / "large.bank");
    Now now = morning(0);
    double opened = 0.0;
    std::vector<double> answers;
    {
        const Bank bank = Bank::open(folder / "large.bank");
        Record record = Record::open(folder / "record.collimate", made_up, now);
        Desk desk(bank, record);
        std::optional<MockExam> exam;
        opened = milliseconds([&] {
            exam.emplace(MockExam::start(desk, {}, now, 7));
            exam->finish_tutorial();
            exam->accept_agreement();
            (void)exam->question();
        });
        for (int number = 1; number < exam->sitting().size(); ++number) {
            exam->elapse(45'000, now);
            answers.push_back(milliseconds([&] {
                exam->respond(answer_to(exam->question(), number % 3 != 0), now);
                exam->next(now);
            }));
        }
    }
    std::sort(answers.begin(), answers.end());
    double resumed = 0.0;
    double ended = 0.0;
    double scored = 0.0;
    const double started = milliseconds([&] {
        const Bank bank = Bank::open(folder / "large.bank");
        Record record = Record::open(folder / "record.collimate");
        Desk desk(bank, record);
        std::optional<MockExam> exam;
        resumed = milliseconds([&] {
            exam = MockExam::resume(desk, now);
            (void)exam->question();
        });
        ended = milliseconds([&] { exam->end(now); });
        scored = milliseconds([&] { (void)exam_result(bank.outline(), record, exam->id()); });
    });
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    fmt::print(
        "exam of 230 questions: opens in {:.1f} ms (goal 100), goes on in {:.1f} ms ({:.1f} ms with program and bank "
        "opened anew), ends in {:.1f} ms, is scored in {:.1f} ms\n",
        opened, resumed, started - ended - scored, ended, scored);
    fmt::print(
        "answer and next, three commits on disk: median {:.2f} ms, longest {:.2f} ms; memory at most {:.0f} MB "
        "(goal 150)\n",
        answers[answers.size() / 2], answers.back(), static_cast<double>(used.ru_maxrss) / 1024.0);
    fs::remove_all(folder);
}
