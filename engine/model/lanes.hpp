#pragma once

#include <bit>
#include <cstdint>

namespace collimate {

/// Two doubles that every 64-bit machine we build for adds and multiplies at once.
using Pair = double __attribute__((vector_size(16)));
using PairBits = std::uint64_t __attribute__((vector_size(16)));
using PairTruth = std::int64_t __attribute__((vector_size(16)));

/// Eight doubles worked on alike. Only sums, products, quotients and bits are used, which IEEE 754 rounds in one way
/// only, so that every machine computes the same.
struct Lanes {
    Pair a{}, b{}, c{}, d{};
};

/// Of each lane, whether.
struct Truth {
    PairTruth a{}, b{}, c{}, d{};
};

#define COLLIMATE_INLINE [[gnu::always_inline]] inline

COLLIMATE_INLINE Lanes all_lanes(double x) {
    const Pair both{x, x};
    return {both, both, both, both};
}
COLLIMATE_INLINE Lanes load(const double* at) {
    return {Pair{at[0], at[1]}, Pair{at[2], at[3]}, Pair{at[4], at[5]}, Pair{at[6], at[7]}};
}

COLLIMATE_INLINE Lanes operator+(const Lanes& x, const Lanes& y) { return {x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d}; }
COLLIMATE_INLINE Lanes operator-(const Lanes& x, const Lanes& y) { return {x.a - y.a, x.b - y.b, x.c - y.c, x.d - y.d}; }
COLLIMATE_INLINE Lanes operator*(const Lanes& x, const Lanes& y) { return {x.a * y.a, x.b * y.b, x.c * y.c, x.d * y.d}; }
COLLIMATE_INLINE Lanes operator/(const Lanes& x, const Lanes& y) { return {x.a / y.a, x.b / y.b, x.c / y.c, x.d / y.d}; }
COLLIMATE_INLINE Lanes operator+(const Lanes& x, double y) { return x + all_lanes(y); }
COLLIMATE_INLINE Lanes operator-(const Lanes& x, double y) { return x - all_lanes(y); }
COLLIMATE_INLINE Lanes operator*(const Lanes& x, double y) { return x * all_lanes(y); }
COLLIMATE_INLINE Lanes operator+(double x, const Lanes& y) { return all_lanes(x) + y; }
COLLIMATE_INLINE Lanes operator-(double x, const Lanes& y) { return all_lanes(x) - y; }
COLLIMATE_INLINE Lanes operator*(double x, const Lanes& y) { return all_lanes(x) * y; }
COLLIMATE_INLINE Lanes operator/(double x, const Lanes& y) { return all_lanes(x) / y; }
COLLIMATE_INLINE Lanes operator-(const Lanes& x) { return {-x.a, -x.b, -x.c, -x.d}; }

COLLIMATE_INLINE Truth operator<(const Lanes& x, const Lanes& y) { return {x.a < y.a, x.b < y.b, x.c < y.c, x.d < y.d}; }
COLLIMATE_INLINE Truth operator<(const Lanes& x, double y) { return x < all_lanes(y); }
COLLIMATE_INLINE Truth operator<(double x, const Lanes& y) { return all_lanes(x) < y; }
COLLIMATE_INLINE Truth operator&(const Truth& x, const Truth& y) { return {x.a & y.a, x.b & y.b, x.c & y.c, x.d & y.d}; }
COLLIMATE_INLINE Truth operator|(const Truth& x, const Truth& y) { return {x.a | y.a, x.b | y.b, x.c | y.c, x.d | y.d}; }
COLLIMATE_INLINE Truth operator~(const Truth& x) { return {~x.a, ~x.b, ~x.c, ~x.d}; }
COLLIMATE_INLINE bool any(const Truth& x) {
    const PairTruth one = (x.a | x.b) | (x.c | x.d);
    return (one[0] | one[1]) != 0;
}

COLLIMATE_INLINE Lanes choose(const Truth& where, const Lanes& x, const Lanes& otherwise) {
    return {where.a ? x.a : otherwise.a, where.b ? x.b : otherwise.b, where.c ? x.c : otherwise.c,
            where.d ? x.d : otherwise.d};
}
COLLIMATE_INLINE Pair only(const PairTruth& where, const Pair& x) {
    return std::bit_cast<Pair>(std::bit_cast<PairTruth>(x) & where);
}
/// x where true, else 0.
COLLIMATE_INLINE Lanes only(const Truth& where, const Lanes& x) {
    return {only(where.a, x.a), only(where.b, x.b), only(where.c, x.c), only(where.d, x.d)};
}
COLLIMATE_INLINE Lanes least(const Lanes& x, const Lanes& y) { return choose(x < y, x, y); }
COLLIMATE_INLINE Lanes most(const Lanes& x, const Lanes& y) { return choose(y < x, x, y); }

COLLIMATE_INLINE double sum(const Lanes& x) {
    const Pair pair = (x.a + x.b) + (x.c + x.d);
    return pair[0] + pair[1];
}

COLLIMATE_INLINE Pair exp_of(const Pair& x) {
    constexpr double to_integer = 0x1.8p52;  // added, it leaves the nearest integer in the lowest bits
    const Pair shifted = x * 0x1.71547652b82fep0 + to_integer;
    const Pair twos = shifted - to_integer;
    const Pair r = (x - twos * 0x1.62e42fefa3800p-1) - twos * 0x1.ef35793c76730p-45;  // ln 2 in two parts
    Pair power = r * 2.5100472505694996e-8 + 2.7620201591031549e-7;
    power = power * r + 2.7557268276905696e-6;
    power = power * r + 2.4801521057868205e-5;
    power = power * r + 0.00019841269863171556;
    power = power * r + 0.0013888888917367081;
    power = power * r + 0.0083333333333300382;
    power = power * r + 0.041666666666623821;
    power = power * r + 0.16666666666666667;
    power = power * r + 0.5;
    power = (power * r) * r + r + 1.0;
    return std::bit_cast<Pair>(std::bit_cast<PairBits>(power) + (std::bit_cast<PairBits>(shifted) << 52));
}

COLLIMATE_INLINE Pair log_of(const Pair& x) {
    constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcdULL;  // bits of sqrt(1/2)
    constexpr std::uint64_t raised = 2048;                      // keeps the exponent positive
    const PairBits bits = std::bit_cast<PairBits>(x);
    const PairBits exponent = (bits - root_half + (raised << 52)) >> 52;
    const Pair twos = std::bit_cast<Pair>(exponent | std::bit_cast<std::uint64_t>(0x1p52)) - (0x1p52 + double{raised});
    const Pair f = std::bit_cast<Pair>(bits - ((exponent - raised) << 52)) - 1.0;
    const Pair s = f / (f + 2.0);  // ln((1 + s) / (1 - s)) = 2 s + 2 s^3 / 3 + ...
    const Pair z = s * s;
    Pair series = z * 0.146171283998073 + 0.15331666676597174;
    series = series * z + 0.1818289077802613;
    series = series * z + 0.22222211112104947;
    series = series * z + 0.28571428626114518;
    series = series * z + 0.39999999999899198;
    series = series * z + 0.66666666666666697;
    return twos * 0x1.62e42fefa3800p-1 + (s * 2.0 + ((s * z) * series + twos * 0x1.ef35793c76730p-45));
}

/// e^x for |x| <= 700, to 4e-16 of it (tests/model/lanes_test.cpp). Polynomial of degree 11 through Chebyshev's points.
COLLIMATE_INLINE Lanes exp_of(const Lanes& x) { return {exp_of(x.a), exp_of(x.b), exp_of(x.c), exp_of(x.d)}; }

/// Natural logarithm of a normal x > 0, to 4e-16 of it. Odd polynomial of degree 15 in (x - 1) / (x + 1).
COLLIMATE_INLINE Lanes log_of(const Lanes& x) { return {log_of(x.a), log_of(x.b), log_of(x.c), log_of(x.d)}; }

#undef COLLIMATE_INLINE

}  // namespace collimate
