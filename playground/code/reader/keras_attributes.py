"""Which attributes of Keras's objects a text may read and set, kind by kind."""

from __future__ import annotations

LAYER = frozenset("""
activity_regularizer add_loss add_variable add_weight autocast build built call compute_dtype
compute_mask compute_output_shape compute_output_spec count_params dtype dtype_policy get_config
get_weights input input_dtype input_shape input_spec losses metrics metrics_variables name
non_trainable_variables non_trainable_weights output output_shape path set_weights stateless_call
supports_masking trainable trainable_variables trainable_weights variable_dtype variables weights
activation activity_regularizer axis batch_shape beta bias bias_constraint bias_initializer
bias_regularizer cell center data_format depth_multiplier depthwise_kernel dilation_rate embeddings
epsilon filters forward_layer backward_layer gamma get_vocabulary go_backwards groups input_dim
kernel kernel_constraint kernel_initializer kernel_regularizer kernel_size layer mean momentum
moving_mean moving_variance n noise_shape num_heads key_dim output_dim padding pool_size rate
recurrent_kernel return_sequences return_state scale seed seed_generator size state_size stateful
strides target_shape units use_bias variance vocabulary_size
""".split())
LAYER_SET = frozenset("trainable built supports_masking input_spec activity_regularizer".split())

MODEL = LAYER | frozenset("""
add compile compiled compute_loss compute_loss_and_updates compute_metrics evaluate fit get_layer
get_metrics_result input_names inputs layers loss loss_of metrics_names optimizer output_names
export outputs pop predict predict_on_batch predict_step reset_metrics run_eagerly save save_weights
stateless_compute_loss stop_training summary test_on_batch test_step to_json train_on_batch
train_step
""".split())
MODEL_SET = LAYER_SET | frozenset("optimizer loss stop_training".split())

OPTIMIZER = frozenset("""
apply apply_gradients build get_config iterations learning_rate name stateless_apply variables
""".split())
LOSS = frozenset("call dtype get_config name reduction".split())
METRIC = frozenset("""
add_variable add_weight count dtype get_config name reset_state result stateless_reset_state
stateless_result stateless_update_state total update_state variables
""".split())
CONFIGURED = frozenset(("get_config",))
VARIABLE = frozenset("""
assign assign_add assign_sub constraint dtype name ndim numpy path regularizer shape size trainable
value
""".split())
SYMBOLIC = frozenset("dtype name ndim reshape shape squeeze".split())
ARRAY = frozenset("""
all any argmax argmin argsort astype at clip conj copy cumsum dtype flatten imag item max mean min
ndim prod ravel real reshape round shape size squeeze std sum swapaxes T tolist transpose var
""".split())
AT = frozenset("add divide get max min multiply power set".split())
