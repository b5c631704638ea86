#include <dlfcn.h>

#include "engine/print/booklet_pdf.hpp"
#include "engine/print/page_writer.hpp"
#include "engine/print/printer.hpp"
#include "engine/print/score_pdf.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

int pages_in(const std::string& pdf) {
    int pages = 0;
    const std::string mark = "/Type /Page";
    for (std::size_t at = pdf.find(mark); at != std::string::npos; at = pdf.find(mark, at + 1))
        pages += at + mark.size() < pdf.size() && pdf[at + mark.size()] != 's' ? 1 : 0;
    return pages;
}

std::string printed(int paragraphs, TimeMs at = morning(0).ms) {
    PageWriter pages("A title", at);
    pages.title("Title");
    for (int i = 0; i < paragraphs; ++i) pages.paragraph("A line of text.");
    return pages.finish();
}

/// As the window loads it.
Printer printer_of_the_module() {
    void* const handle = dlopen(COLLIMATE_BUILD_DIR "/collimate-print.so", RTLD_NOW | RTLD_LOCAL);
    REQUIRE(handle);
    const auto fill = reinterpret_cast<void (*)(Printer*)>(dlsym(handle, "collimate_printer"));
    REQUIRE(fill);
    Printer printer;
    fill(&printer);
    return printer;
}

}  // namespace

TEST_CASE("pages") {
    SECTION("are a PDF, the same for the same text and moment") {
        CHECK(printed(3).starts_with("%PDF-"));
        CHECK(printed(3).find("%%EOF") != std::string::npos);
        CHECK(printed(3) == printed(3));
        CHECK(printed(3) != printed(3, morning(1).ms));
    }
    SECTION("go on overleaf where they are full") {
        CHECK(pages_in(printed(3)) == 1);
        // A page has 684 points; a line of 9.5 with its space takes more than 12 and less than 20.
        const int many = pages_in(printed(200));
        CHECK(many >= 200 * 12 / 684);
        CHECK(many <= 200 * 20 / 684 + 1);
    }
    SECTION("break a paragraph that is longer than a page") {
        PageWriter pages("A title", 0);
        std::string text;
        for (int i = 0; i < 3000; ++i) text += "word ";
        pages.paragraph(text);
        CHECK(pages_in(pages.finish()) >= 2);
    }
    SECTION("take text for what it is") {
        CHECK(print_plain("1 < 2 & \"so\"") == "1 &lt; 2 &amp; &quot;so&quot;");
        CHECK(print_markup("CTDI~vol~ is **not** 10^6^ < 3") ==
              "CTDI<sub>vol</sub> is <b>not</b> 10<sup>6</sup> &lt; 3");
    }
}

TEST_CASE("a printed exam") {
    const TempFolder folder;
    const Bank bank = small_bank(folder.path(), 60);
    SECTION("is the score report with every question") {
        Record record = Record::open(folder / "record.collimate", made_up, morning(0));
        Desk desk(bank, record);
        MockExam exam = MockExam::start(desk, {.length = FormLength::quarter}, morning(0), 3);
        exam.finish_tutorial();
        exam.accept_agreement();
        for (int number = 1; number < exam.sitting().size(); ++number) {
            exam.elapse(30'000, morning(0));
            exam.respond(answer_to(exam.question(), number % 2 == 0), morning(0));
            exam.next(morning(0));
        }
        exam.end(morning(0));
        const ExamResult result = exam_result(bank.outline(), record, exam.id());
        const std::string pdf = score_pdf(bank, result);
        CHECK(pdf == score_pdf(bank, result));
        CHECK(pdf == printer_of_the_module().score_pdf(bank, result));
        CHECK(pages_in(pdf) >= 4);  // thirty questions of some 150 points each, after the report itself
    }
    SECTION("has the pictures of its questions") {
        ExamSource source = small_source(2);
        source.items.push_back(small_hotspot(9201, "A.1"));
        source.items.back().points = {"point-0"};
        write_bank(source, folder / "pictures.bank");
        const Bank pictures = Bank::open(folder / "pictures.bank");
        const Booklet booklet = make_booklet(pictures, {.items = {"ct-x-9201"}, .seed = 4});
        CHECK(booklet_pdf(pictures, booklet, 0).find("/Subtype /Image") != std::string::npos);
        const Instance asked = present(pictures.item("ct-x-9201"), 4);
        CHECK(booklet.markdown.find(asked.choices.front().text) == std::string::npos);
        const Booklet none = make_booklet(pictures, {.items = {"ct-x-0001"}, .seed = 4});
        CHECK(booklet_pdf(pictures, none, 0).find("/Subtype /Image") == std::string::npos);
    }
    SECTION("is a booklet") {
        const Booklet booklet = make_booklet(bank, {.areas = {"A"}, .seed = 4});
        CHECK(static_cast<int>(booklet.printed.size()) == booklet.questions);
        const std::string pdf = booklet_pdf(bank, booklet, morning(0).ms);
        CHECK(pdf == booklet_pdf(bank, booklet, morning(0).ms));
        CHECK(pages_in(pdf) > 5);
    }
}
