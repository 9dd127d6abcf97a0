"""Recurrent layers: what they have read of a sequence so far is an input of the next step."""

from playground.keras.layers.recurrent.bidirectional import Bidirectional
from playground.keras.layers.recurrent.convolutional import ConvLSTM1D, ConvLSTM2D, ConvLSTM3D
from playground.keras.layers.recurrent.gru import GRU, GRUCell
from playground.keras.layers.recurrent.lstm import LSTM, LSTMCell
from playground.keras.layers.recurrent.rnn import RNN
from playground.keras.layers.recurrent.simple import SimpleRNN, SimpleRNNCell
from playground.keras.layers.recurrent.stacked import StackedRNNCells

__all__ = ["Bidirectional", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "GRU", "GRUCell", "LSTM",
           "LSTMCell", "RNN", "SimpleRNN", "SimpleRNNCell", "StackedRNNCells"]
