"""
A swing that comes to rest
==========================

What is asked for lies between bounds: a length is no less than nothing.

"""
# /// experiment
# ///
from executed_slides import record
import matplotlib.pyplot as plt
from numpy import clip, cos, exp, linspace, random, sqrt, square


class Between:
    def __init__(self, value, least, most):
        self.value, self.least, self.most = value, least, most

    def moved(self, by):
        return Between(clip(self.value + by, self.least, self.most), self.least, self.most)

    def __repr__(self):
        return f"<Between {self.value:.3f}, bounds=[{self.least}:{self.most}]>"


def swing(found, seconds):
    turn = sqrt(9.81 / found["metres"].value)
    return exp(-seconds / found["rest"].value) * cos(turn * seconds)


random.seed(4)
seconds = linspace(0, 30, 600)
seen = swing({"metres": Between(2.2, 0, 9), "rest": Between(12, 0, 99)}, seconds)
seen = seen + random.normal(scale=0.15, size=seconds.size)

found = {"metres": Between(2.0, 0.5, 5.0), "rest": Between(20.0, 1.0, 60.0)}
stride = {"metres": 0.05, "rest": 4.0}


def miss(found):
    return square(swing(found, seconds) - seen).sum()


for name in ["metres", "rest"] * 60:
    sides = [{**found, name: found[name].moved(by)} for by in (-stride[name], stride[name])]
    if miss(best := min(sides, key=miss)) < miss(found):
        found = best
    else:
        stride[name] *= 0.7

###############################################################################
# What was found, within its bounds:

print(found)

###############################################################################
# And how it swings:
#
plt.plot(seconds, seen, 'o', label='seen', markersize=2)
plt.plot(seconds, swing(found, seconds), label='found')
plt.legend()
record.numbers(metres=found["metres"].value)
record.figure("with_bounds", plt.gcf(), alt="A swing that comes to rest, through noise")
plt.show()
