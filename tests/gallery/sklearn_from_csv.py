"""Linear regression on a file beside the script."""
# /// experiment
# ///
from executed_slides import record
import csv
import os
import sys

import matplotlib.pyplot as plt
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


class LinearRegression:
    def fit(self, X, y):
        self.coef_, self.intercept_ = np.polyfit(X, y, 1)
        return self

    def predict(self, X):
        return self.coef_ * X + self.intercept_


def load():
    with open(os.path.join(HERE, "grades.csv")) as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(row["hours"]), float(row["grade"])] for row in rows]).T


if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else "grades"
    X, y = load()
    regr = LinearRegression().fit(X, y)
    print(f"Points an hour, of {name}: {regr.coef_:.2f}")

    plt.plot(X, y, "ko", X, regr.predict(X), "b-")
    plt.xlabel("hours")
    record.numbers(points_an_hour=regr.coef_)
    record.figure("from_csv", plt.gcf(), alt="Grades by hours, and a line")
    plt.show()
