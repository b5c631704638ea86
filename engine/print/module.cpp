// The door of the module that the window loads when something is first printed.
#include "engine/print/printer.hpp"

extern "C" __attribute__((visibility("default"))) void collimate_printer(collimate::Printer* into) {
    *into = collimate::linked_printer();
}
