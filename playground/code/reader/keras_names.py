"""Which of Keras's names a text may use: what is not written here is not handed out.

Nothing among them opens a file, asks a host, loads or makes things from configurations, changes
what other texts see, or runs without end.
"""

from __future__ import annotations

LAYERS = """
Activation ActivityRegularization AdaptiveAveragePooling1D AdaptiveAveragePooling2D
AdaptiveAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add
AdditiveAttention AlphaDropout Attention AutoContrast Average AveragePooling1D AveragePooling2D
AveragePooling3D AvgPool1D AvgPool2D AvgPool3D BatchNormalization Bidirectional CategoryEncoding
CenterCrop Concatenate Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose
ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D Convolution1DTranspose Convolution2D
Convolution2DTranspose Convolution3D Convolution3DTranspose Cropping1D Cropping2D Cropping3D CutMix
Dense DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU EinsumDense Embedding
Equalization Flatten GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D
GlobalAveragePooling2D GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D
GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D
GlobalMaxPooling3D GroupNormalization GroupQueryAttention GroupedQueryAttention HashedCrossing
Hashing Identity InputLayer IntegerLookup LSTM LSTMCell Lambda Layer LayerNormalization LeakyReLU
Masking MaxPool1D MaxPool2D MaxPool3D MaxPooling1D MaxPooling2D MaxPooling3D Maximum MelSpectrogram
Minimum MixUp MultiHeadAttention Multiply Normalization PReLU Permute Pipeline RMSNormalization RNN
RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop
RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert
RandomPerspective RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear
RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape Resizing ReversibleEmbedding
SeparableConv1D SeparableConv2D SeparableConvolution1D SeparableConvolution2D SimpleRNN
SimpleRNNCell Softmax Solarization SpatialDropout1D SpatialDropout2D SpatialDropout3D
SpectralNormalization StackedRNNCells StringLookup Subtract TextVectorization TimeDistributed
UnitNormalization UpSampling1D UpSampling2D UpSampling3D Wrapper ZeroPadding1D ZeroPadding2D
ZeroPadding3D
""".split()
LAYER_FUNCTIONS = "Input add average concatenate dot maximum minimum multiply subtract".split()

ACTIVATIONS = """
celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu
linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus
softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold
""".split()

INITIALIZERS = """
Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer Initializer
LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer RandomNormal RandomUniform
TruncatedNormal VarianceScaling Zeros constant glorot_normal glorot_uniform he_normal he_uniform
identity lecun_normal lecun_uniform ones orthogonal random_normal random_uniform truncated_normal
variance_scaling zeros
""".split()
REGULARIZERS = """
L1 L1L2 L2 OrthogonalRegularizer Regularizer l1 l1_l2 l2 orthogonal_regularizer
""".split()
CONSTRAINTS = """
Constraint MaxNorm MinMaxNorm NonNeg UnitNorm max_norm min_max_norm non_neg unit_norm
""".split()

LOSSES = """
BinaryCrossentropy BinaryFocalCrossentropy CTC CategoricalCrossentropy CategoricalFocalCrossentropy
CategoricalGeneralizedCrossEntropy CategoricalHinge Circle CosineSimilarity Dice Hinge Huber
KLDivergence LogCosh Loss MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError
MeanSquaredLogarithmicError Poisson SparseCategoricalCrossentropy SquaredHinge Tversky
binary_crossentropy binary_focal_crossentropy categorical_crossentropy
categorical_focal_crossentropy categorical_generalized_cross_entropy categorical_hinge circle
cosine_similarity ctc dice hinge huber kl_divergence log_cosh mean_absolute_error
mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error poisson
sparse_categorical_crossentropy squared_hinge tversky mse MSE mae MAE mape MAPE msle MSLE bce BCE
kld KLD
""".split()

METRICS = """
AUC Accuracy BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy
CategoricalCrossentropy CategoricalHinge ConcordanceCorrelation CosineSimilarity F1Score FBetaScore
FalseNegatives FalsePositives Hinge IoU KLDivergence LogCoshError Mean MeanAbsoluteError
MeanAbsolutePercentageError MeanIoU MeanSquaredError MeanSquaredLogarithmicError Metric OneHotIoU
OneHotMeanIoU PearsonCorrelation Poisson Precision PrecisionAtRecall R2Score Recall
RecallAtPrecision RootMeanSquaredError SensitivityAtSpecificity SparseCategoricalAccuracy
SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy SpecificityAtSensitivity SquaredHinge
Sum TopKCategoricalAccuracy TrueNegatives TruePositives binary_accuracy categorical_accuracy
sparse_categorical_accuracy sparse_top_k_categorical_accuracy top_k_categorical_accuracy
""".split()

OPTIMIZERS = """
Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion LossScaleOptimizer Muon Nadam RMSprop
SGD ScheduleFreeAdamW
""".split()
SCHEDULES = """
CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay LearningRateSchedule
PiecewiseConstantDecay PolynomialDecay
""".split()

RANDOM = """
SeedGenerator beta binomial categorical dropout gamma normal randint shuffle truncated_normal
uniform
""".split()

OPS = """
abs absolute add all allclose amax amin angle any append arange arccos arccosh arcsin arcsinh
arctan arctan2 arctanh argmax argmin argpartition argsort array array_split average average_pool
batch_normalization binary_crossentropy bincount bitwise_and bitwise_invert bitwise_left_shift
bitwise_not bitwise_or bitwise_right_shift bitwise_xor broadcast_to cast categorical_crossentropy
cbrt cdist ceil celu cholesky clip concatenate cond conj conjugate conv conv_transpose
convert_to_tensor copy corrcoef correlate cos cosh count_nonzero cross cumprod cumsum deg2rad
depth_to_space depthwise_conv det diag diagflat diagonal diff digitize divide divide_no_nan dot
dot_product_attention dsplit dstack dtype eigh einsum elu empty empty_like equal erf erfc erfinv
exp exp2 expand_dims expm1 eye fft fft2 flip fliplr flipud floor floor_divide fmax fmin fmod full
full_like gelu get_item glu greater greater_equal hard_shrink hard_sigmoid hard_silu hard_swish
hard_tanh heaviside hsplit hstack hypot identity ifft2 imag in_top_k inner inv irfft isclose
isfinite isin isinf isnan layer_normalization leaky_relu less less_equal linspace log log10 log1p
log2 log_sigmoid log_softmax logaddexp logaddexp2 logdet logical_and logical_not logical_or
logical_xor logsumexp lstsq matmul max max_pool maximum mean median meshgrid min minimum mod
moments moveaxis multi_hot multiply nan_to_num nanmax nanmean nanmin nansum ndim negative nonzero
norm normalize not_equal one_hot ones ones_like outer pad percentile pinv polar power prod psnr ptp
qr quantile rad2deg ravel real rearrange reciprocal relu relu6 repeat reshape rfft
rms_normalization roll rot90 round rsqrt saturate_cast scatter scatter_update searchsorted
segment_max segment_min segment_prod segment_sum select selu separable_conv shape sigmoid sign
signbit silu sin sinc sinh size slice slice_update slogdet soft_shrink softmax softplus softsign
solve solve_triangular sort space_to_depth sparse_categorical_crossentropy sparse_plus
sparse_sigmoid sparsemax split sqrt square squareplus squeeze stack std stop_gradient subtract sum
svd swapaxes swish switch take take_along_axis tan tanh tanh_shrink tensordot threshold tile top_k
trace transpose trapezoid tri tril triu true_divide trunc unstack vander var vdot vectorized_map
vectorize view_as_complex view_as_real vsplit vstack where zeros zeros_like
""".split()
OPS_OF = {
    "nn": """average_pool batch_normalization binary_crossentropy categorical_crossentropy celu conv
        conv_transpose depthwise_conv dot_product_attention elu gelu glu hard_sigmoid hard_silu
        hard_tanh layer_normalization leaky_relu log_sigmoid log_softmax max_pool moments multi_hot
        normalize one_hot relu relu6 rms_normalization selu separable_conv sigmoid silu softmax
        softplus softsign sparse_categorical_crossentropy squareplus swish threshold""".split(),
    "linalg": "cholesky det eigh inv lstsq norm pinv qr solve solve_triangular svd".split(),
    "image": """affine_transform crop_images extract_patches gaussian_blur hsv_to_rgb
        map_coordinates pad_images resize rgb_to_grayscale rgb_to_hsv sobel_edges""".split(),
}
CREATED = frozenset("""
arange array_split broadcast_to dsplit empty eye full hsplit identity linspace meshgrid multi_hot
one_hot ones pad repeat split tile tri unstack vander vectorize vsplit zeros
""".split())  # how large what they give is, numbers among their arguments say
