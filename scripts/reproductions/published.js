/** Numbers that the texts print, typed from them; validation accuracy and loss after each epoch where there are ten. */
export const tutorial = {
  'tutorial-sgd': {
    accuracy: [0.4137, 0.6491, 0.6588, 0.7011, 0.6685, 0.683, 0.699, 0.7263, 0.7445, 0.7462],
    firstLoss: 1.7581,
    lastLoss: 0.7026,
  },
  'tutorial-clr': {
    accuracy: [0.2378, 0.453, 0.6482, 0.6622, 0.6519, 0.662, 0.6746, 0.6903, 0.6857, 0.6917],
    firstLoss: 2.2852,
    lastLoss: 0.8571,
  },
};
