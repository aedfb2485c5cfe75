"""Progress reads Keras's own output: epochs, metrics, and the time that is left."""

import io

from executed_slides.runs.progress import Lines, Training, clock

BAR = (
    "Epoch 1/3\n"
    "\x1b[1m 1/30\x1b[0m ━━━━ \x1b[1m5s\x1b[0m 200ms/step - accuracy: 0.5000 - loss: 0.6931"
    "\x08\x08\x08\r\x1b[1m30/30\x1b[0m ━━━━ \x1b[1m1s\x1b[0m 20ms/step - accuracy: 0.7811 "
    "- loss: 5.1e-01 - val_accuracy: 0.8500 - val_loss: 0.4000\n"
)


def test_an_epoch_is_known_with_its_metrics_and_pace():
    training = Training()

    training.hear(BAR, now=100.0)
    training.hear("Epoch 2/3\n", now=102.0)

    assert (training.epoch, training.epochs) == (2, 3)
    assert training.metrics == {
        "accuracy": "0.7811",
        "loss": "5.1e-01",
        "val_accuracy": "0.8500",
        "val_loss": "0.4000",
    }
    assert training.left == 4.0
    assert training.describe() == (
        "epoch 2/3  accuracy 0.7811  loss 5.1e-01  val_accuracy 0.8500  val_loss 0.4000"
    )


def test_output_that_comes_in_pieces_is_put_together():
    training = Training()

    for letter in BAR:
        training.hear(letter, now=1.0)

    assert (training.epoch, training.metrics["val_loss"]) == (1, "0.4000")


def test_a_second_training_in_the_same_run_starts_its_clock_anew():
    training = Training()
    training.hear("Epoch 1/2\nEpoch 2/2\n", now=50.0)

    training.hear("Epoch 1/4\n", now=60.0)

    assert (training.epoch, training.epochs, training.left) == (1, 4, None)


def test_lines_come_at_the_start_and_not_with_every_epoch():
    stream = io.StringIO()
    lines = Lines(stream)

    lines.begin("imdb seed 1")
    lines.hear("imdb seed 1", "Epoch 1/2\n")
    lines.hear("imdb seed 1", "Epoch 2/2\n")
    lines.end("imdb seed 1")

    assert stream.getvalue() == "imdb seed 1: begins\n"


def test_a_clock_shows_minutes():
    assert [clock(None), clock(5.9), clock(125)] == ["", "0:05", "2:05"]
